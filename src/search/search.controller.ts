import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '../access/permit.js';
import {
  searchQuerySchema,
  searchResultSchema,
  type SearchQuery,
  type SearchResult,
} from './search-schema.js';
import { Search } from './search.js';

@ApiTags('search')
@Controller('api/v1/search')
export class SearchController {
  constructor(private readonly search: Search) {}

  @Get()
  @Permit('organisation.read')
  @ApiOperation({
    summary:
      'Find incidents, schedules, services, policies, people and teams by a part of their name; a few of each',
  })
  @ApiOkResponse({ standardSchema: searchResultSchema })
  find(@Query({ schema: searchQuerySchema }) query: SearchQuery): Promise<SearchResult> {
    return this.search.find(query);
  }
}
