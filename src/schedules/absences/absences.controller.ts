import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Asking, type Principal } from '../../access/principal.js';
import { Permit } from '../../access/permit.js';
import type { Page } from '../../platform/http/pagination.js';
import { ParseId } from '../../platform/http/validation.js';
import {
  absenceInputSchema,
  absencePageQuerySchema,
  absencePageSchema,
  madeAbsenceSchema,
  type AbsenceInput,
  type AbsencePageQuery,
  type AbsenceView,
  type MadeAbsenceView,
} from './absence-schema.js';
import { Absences } from './absences.js';

@ApiTags('absences')
@Controller('api/v1')
export class AbsencesController {
  constructor(private readonly absences: Absences) {}

  @Post('users/:id/absences')
  @Permit('absence.change')
  @ApiOperation({
    summary: 'Say when a person is away, by themselves or an admin; tells which shifts it hits',
  })
  @ApiCreatedResponse({ standardSchema: madeAbsenceSchema })
  create(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: absenceInputSchema }) body: AbsenceInput,
  ): Promise<MadeAbsenceView> {
    return this.absences.create(principal, id, body);
  }

  @Get('users/:id/absences')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'List when a person is away; the reason is for themselves and admins' })
  @ApiOkResponse({ standardSchema: absencePageSchema })
  list(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Query({ schema: absencePageQuerySchema }) query: AbsencePageQuery,
  ): Promise<Page<AbsenceView>> {
    return this.absences.page(principal, id, query);
  }

  @Delete('absences/:id')
  @HttpCode(204)
  @Permit('absence.change')
  @ApiOperation({ summary: 'Take an absence back, by the person or an admin; one that is running ends now' })
  @ApiNoContentResponse()
  delete(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<void> {
    return this.absences.delete(principal, id);
  }
}
