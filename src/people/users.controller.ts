import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Asking, type Principal } from '../access/principal.js';
import { Permit } from '../access/permit.js';
import { pageQuerySchema, type Page, type PageQuery } from '../platform/http/pagination.js';
import { problemSchema } from '../platform/http/problem.js';
import { ParseId } from '../platform/http/validation.js';
import {
  changeUserSchema,
  createUserSchema,
  userSchema,
  userPageSchema,
  type ChangeUser,
  type CreateUser,
  type User,
} from './user-schema.js';
import { Users } from './users.js';

@ApiTags('users')
@Controller('api/v1/users')
export class UsersController {
  constructor(private readonly users: Users) {}

  @Post()
  @Permit('person.manage')
  @ApiOperation({ summary: 'Add a person' })
  @ApiCreatedResponse({ standardSchema: userSchema })
  create(
    @Asking() principal: Principal,
    @Body({ schema: createUserSchema }) body: CreateUser,
  ): Promise<User> {
    return this.users.create(principal, body);
  }

  @Get()
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Everybody' })
  @ApiOkResponse({ standardSchema: userPageSchema })
  page(@Query({ schema: pageQuerySchema }) query: PageQuery): Promise<Page<User>> {
    return this.users.page(query);
  }

  @Get(':id')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'One person' })
  @ApiOkResponse({ standardSchema: userSchema })
  get(@Param('id', ParseId) id: string): Promise<User> {
    return this.users.get(id);
  }

  @Patch(':id')
  @Permit('person.change')
  @ApiOperation({ summary: 'Change a person: name and time zone by themselves, everything by an admin' })
  @ApiOkResponse({ standardSchema: userSchema })
  change(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: changeUserSchema }) body: ChangeUser,
  ): Promise<User> {
    return this.users.change(principal, id, body);
  }

  @Delete(':id')
  @Permit('person.manage')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take a person out: paged no more, signed out, kept in history' })
  @ApiNoContentResponse()
  @ApiConflictResponse({ standardSchema: problemSchema, description: 'Something still needs them' })
  delete(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<void> {
    return this.users.delete(principal, id);
  }
}
