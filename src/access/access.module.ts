import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { AdminToken } from './admin-token.js';
import { ApiTokenController } from './api-token.controller.js';
import { ApiTokens } from './api-tokens.js';
import { AuditLogController } from './audit-log.controller.js';
import { AuditLogReader } from './audit-log-reader.js';
import { AuditLog } from './audit-log.js';
import { MeController } from './me.controller.js';
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
    AdminToken,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [AuditLog],
})
export class AccessModule {}
