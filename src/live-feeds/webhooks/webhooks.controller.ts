import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Asking, type Principal } from '../../access/principal.js';
import { Permit } from '../../access/permit.js';
import { pageQuerySchema, type Page, type PageQuery } from '../../platform/http/pagination.js';
import { problemSchema } from '../../platform/http/problem.js';
import { TakesNoBody } from '../../platform/http/request-body.js';
import { ParseId } from '../../platform/http/validation.js';
import { WebhookDeliveries } from './webhook-deliveries.js';
import {
  createdWebhookSchema,
  createWebhookSchema,
  deliveryPageSchema,
  deliveryQuerySchema,
  deliverySchema,
  updateWebhookSchema,
  webhookPageSchema,
  webhookSchema,
  webhookSecretSchema,
  type CreatedWebhook,
  type CreateWebhook,
  type DeliveryQuery,
  type DeliveryView,
  type UpdateWebhook,
  type WebhookSecret,
  type WebhookView,
} from './webhook-schema.js';
import { Webhooks } from './webhooks.js';

@ApiTags('webhooks')
@Controller('api/v1')
export class WebhooksController {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly deliveries: WebhookDeliveries,
  ) {}

  @Post('webhooks')
  @Permit('webhook.manage')
  @ApiOperation({
    summary: 'Tell another system of incidents; the secret that requests are signed with is shown only now',
  })
  @ApiCreatedResponse({ standardSchema: createdWebhookSchema })
  create(
    @Asking() principal: Principal,
    @Body({ schema: createWebhookSchema }) body: CreateWebhook,
  ): Promise<CreatedWebhook> {
    return this.webhooks.create(principal, body);
  }

  @Get('webhooks')
  @Permit('webhook.manage')
  @ApiOperation({ summary: 'Webhooks, without their secrets' })
  @ApiOkResponse({ standardSchema: webhookPageSchema })
  list(@Query({ schema: pageQuerySchema }) query: PageQuery): Promise<Page<WebhookView>> {
    return this.webhooks.page(query);
  }

  @Get('webhooks/:id')
  @Permit('webhook.manage')
  @ApiOperation({ summary: 'One webhook, without its secret' })
  @ApiOkResponse({ standardSchema: webhookSchema })
  one(@Param('id', ParseId) id: string): Promise<WebhookView> {
    return this.webhooks.one(id);
  }

  @Patch('webhooks/:id')
  @Permit('webhook.manage')
  @ApiOperation({ summary: 'Change a webhook, pause it, or let it go on' })
  @ApiOkResponse({ standardSchema: webhookSchema })
  update(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: updateWebhookSchema }) body: UpdateWebhook,
  ): Promise<WebhookView> {
    return this.webhooks.update(principal, id, body);
  }

  @Delete('webhooks/:id')
  @HttpCode(204)
  @Permit('webhook.manage')
  @ApiOperation({ summary: 'Remove a webhook and the log of its deliveries' })
  @ApiNoContentResponse()
  remove(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<void> {
    return this.webhooks.remove(principal, id);
  }

  @Post('webhooks/:id/secret')
  @TakesNoBody()
  @Permit('webhook.manage')
  @HttpCode(200)
  @ApiOperation({ summary: 'Replace the secret; for 24 hours requests are signed with both' })
  @ApiOkResponse({ standardSchema: webhookSecretSchema })
  rotateSecret(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<WebhookSecret> {
    return this.webhooks.rotateSecret(principal, id);
  }

  @Post('webhooks/:id/ping')
  @TakesNoBody()
  @Permit('webhook.manage')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send a ping, as everything else is sent' })
  @ApiOkResponse({ standardSchema: deliverySchema })
  @ApiConflictResponse({ standardSchema: problemSchema, description: 'The webhook is paused' })
  ping(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<DeliveryView> {
    return this.deliveries.ping(principal, id);
  }

  @Get('webhooks/:id/deliveries')
  @Permit('webhook.manage')
  @ApiOperation({ summary: 'What a webhook was told in the last two weeks and how that went, newest first' })
  @ApiOkResponse({ standardSchema: deliveryPageSchema })
  page(
    @Param('id', ParseId) id: string,
    @Query({ schema: deliveryQuerySchema }) query: DeliveryQuery,
  ): Promise<Page<DeliveryView>> {
    return this.deliveries.page(id, query);
  }

  @Post('webhook-deliveries/:id/replay')
  @TakesNoBody()
  @Permit('webhook.manage')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send a delivery again, under its id' })
  @ApiOkResponse({ standardSchema: deliverySchema })
  @ApiConflictResponse({ standardSchema: problemSchema, description: 'The webhook is paused' })
  replay(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<DeliveryView> {
    return this.deliveries.replay(principal, id);
  }
}
