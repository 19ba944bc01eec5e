import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Asking, type Principal } from '../access/principal.js';
import { Permit } from '../access/permit.js';
import { ParseId } from '../platform/http/validation.js';
import {
  noticePreferencesInputSchema,
  noticePreferencesSchema,
  type NoticePreferences as NoticePreferencesView,
  type NoticePreferencesInput,
} from './notice-preferences-schema.js';
import { NoticePreferences } from './notice-preferences.js';

@ApiTags('users')
@Controller('api/v1/users/:id/notice-preferences')
export class NoticePreferencesController {
  constructor(private readonly preferences: NoticePreferences) {}

  @Get()
  @Permit('contact.read')
  @ApiOperation({ summary: 'Of what a person wants to be told beside pages, by themselves or an admin' })
  @ApiOkResponse({ standardSchema: noticePreferencesSchema })
  get(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<NoticePreferencesView> {
    return this.preferences.get(principal, id);
  }

  @Put()
  @Permit('contact.change')
  @ApiOperation({ summary: 'Replace them; a kind that is left out is wanted' })
  @ApiOkResponse({ standardSchema: noticePreferencesSchema })
  replace(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: noticePreferencesInputSchema }) body: NoticePreferencesInput,
  ): Promise<NoticePreferencesView> {
    return this.preferences.replace(principal, id, body);
  }
}
