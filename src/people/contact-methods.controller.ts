import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Asking, type Principal } from '../access/principal.js';
import { Permit } from '../access/permit.js';
import { pageQuerySchema, type Page, type PageQuery } from '../platform/http/pagination.js';
import { ParseId } from '../platform/http/validation.js';
import {
  contactMethodPageSchema,
  createdContactMethodSchema,
  createContactMethodSchema,
  type ContactMethod,
  type CreateContactMethod,
  type CreatedContactMethod,
} from './contact-method-schema.js';
import { ContactMethods } from './contact-methods.js';

@ApiTags('contact methods')
@Controller('api/v1')
export class ContactMethodsController {
  constructor(private readonly contactMethods: ContactMethods) {}

  @Post('users/:id/contact-methods')
  @Permit('contact.change')
  @ApiOperation({ summary: 'Add a phone number, mail address or webhook, by the person or an admin' })
  @ApiCreatedResponse({ standardSchema: createdContactMethodSchema })
  create(
    @Asking() principal: Principal,
    @Param('id', ParseId) userId: string,
    @Body({ schema: createContactMethodSchema }) body: CreateContactMethod,
  ): Promise<CreatedContactMethod> {
    return this.contactMethods.create(principal, userId, body);
  }

  @Get('users/:id/contact-methods')
  @Permit('contact.read')
  @ApiOperation({ summary: "A person's contact methods, for the person or an admin" })
  @ApiOkResponse({ standardSchema: contactMethodPageSchema })
  page(
    @Asking() principal: Principal,
    @Param('id', ParseId) userId: string,
    @Query({ schema: pageQuerySchema }) query: PageQuery,
  ): Promise<Page<ContactMethod>> {
    return this.contactMethods.page(principal, userId, query);
  }

  @Delete('contact-methods/:id')
  @Permit('contact.change')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a contact method, also from the paging rules' })
  @ApiNoContentResponse()
  delete(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<void> {
    return this.contactMethods.delete(principal, id);
  }
}
