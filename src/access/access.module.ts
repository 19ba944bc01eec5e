import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { IdempotencyKeys } from '../platform/http/idempotency-keys.js';
import { IdempotencyPurge } from '../platform/http/idempotency-purge.js';
import { IdempotencyInterceptor } from '../platform/http/idempotency.interceptor.js';
import { LimitGuard } from '../platform/http/limits/limit.guard.js';
import { throttling } from '../platform/http/limits/throttlers.js';
import { AccessGuard } from './access.guard.js';
import { AdminToken } from './admin-token.js';
import { ApiTokenController } from './api-token.controller.js';
import { ApiTokens } from './api-tokens.js';
import { Authentication } from './authentication.js';
import { AuditLogController } from './audit-log.controller.js';
import { AuditLogExport } from './audit-log-export.js';
import { AuditLogReader } from './audit-log-reader.js';
import { AuditLogRetention } from './audit-log-retention.js';
import { AuditLog } from './audit-log.js';
import { MeController } from './me.controller.js';
import { PasswordChange } from './passwords/password-change.js';
import { PasswordController } from './passwords/password.controller.js';
import { PasswordHashing } from './passwords/password-hashing.js';
import { Passwords } from './passwords/passwords.js';
import { SecretUses } from './secret-uses.js';
import { ServiceTokens } from './service-tokens/service-tokens.js';
import { ServiceTokensController } from './service-tokens/service-tokens.controller.js';
import { SessionCheck } from './sessions/session-check.js';
import { SessionPurge } from './sessions/session-purge.js';
import { SessionRegister } from './sessions/session-register.js';
import { SessionController } from './sessions/session.controller.js';
import { Sessions } from './sessions/sessions.js';
import { SignInPageController } from './sessions/sign-in-page.controller.js';
import { SignIn } from './sessions/sign-in.js';
import { SetUpController } from './set-up/set-up.controller.js';
import { SetUpPageController } from './set-up/set-up-page.controller.js';
import { SetUp } from './set-up/set-up.js';
import { TokenCheck } from './token-check.js';

/** Who is asking and what they may do. Global, because every room records its changes in the audit log. */
@Global()
@Module({
  imports: [throttling],
  controllers: [
    MeController,
    ApiTokenController,
    ServiceTokensController,
    AuditLogController,
    SessionController,
    SignInPageController,
    PasswordController,
    SetUpController,
    SetUpPageController,
  ],
  providers: [
    AuditLog,
    AuditLogReader,
    AuditLogExport,
    AuditLogRetention,
    ApiTokens,
    SecretUses,
    ServiceTokens,
    TokenCheck,
    SessionCheck,
    Sessions,
    PasswordHashing,
    Passwords,
    PasswordChange,
    SessionRegister,
    SessionPurge,
    SignIn,
    SetUp,
    Authentication,
    AdminToken,
    IdempotencyKeys,
    IdempotencyPurge,
    // In this order: who asks, and whether too often.
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: LimitGuard },
    IdempotencyInterceptor,
    { provide: APP_INTERCEPTOR, useExisting: IdempotencyInterceptor },
  ],
  exports: [AuditLog, SecretUses, TokenCheck, Authentication, Sessions, Passwords],
})
export class AccessModule {}
