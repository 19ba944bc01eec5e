import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { IdempotencyKeys } from '../platform/http/idempotency-keys.js';
import { IdempotencyPurge } from '../platform/http/idempotency-purge.js';
import { IdempotencyInterceptor } from '../platform/http/idempotency.interceptor.js';
import { RateLimitGuard } from '../platform/http/rate-limit.guard.js';
import { ApiRateLimit, IngestRateLimit } from '../platform/http/rate-limit.js';
import { AccessGuard } from './access.guard.js';
import { AdminToken } from './admin-token.js';
import { ApiTokenController } from './api-token.controller.js';
import { ApiTokens } from './api-tokens.js';
import { Authentication } from './authentication.js';
import { AuditLogController } from './audit-log.controller.js';
import { AuditLogReader } from './audit-log-reader.js';
import { AuditLog } from './audit-log.js';
import { MeController } from './me.controller.js';
import { PasswordHashing } from './passwords/password-hashing.js';
import { Passwords } from './passwords/passwords.js';
import { SessionCheck } from './sessions/session-check.js';
import { Sessions } from './sessions/sessions.js';
import { TokenCheck } from './token-check.js';

/** Who is asking and what they may do. Global, because every room records its changes in the audit log. */
@Global()
@Module({
  controllers: [MeController, ApiTokenController, AuditLogController],
  providers: [
    AuditLog,
    AuditLogReader,
    ApiTokens,
    TokenCheck,
    SessionCheck,
    Sessions,
    PasswordHashing,
    Passwords,
    Authentication,
    AdminToken,
    IdempotencyKeys,
    IdempotencyPurge,
    ApiRateLimit,
    IngestRateLimit,
    // In this order: who asks, and whether too often.
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
  exports: [AuditLog, ApiRateLimit, IngestRateLimit, TokenCheck, Authentication, Sessions, Passwords],
})
export class AccessModule {}
