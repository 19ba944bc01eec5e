import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { isId } from '../platform/database/identifier.js';
import { Problem } from '../platform/http/problem.js';
import { SIGN_IN, type Principal } from './principal.js';
import { requireSameOrigin } from './sessions/same-origin.js';
import { SessionCheck } from './sessions/session-check.js';
import { sessionSecretOf } from './sessions/session-cookie.js';
import { TokenCheck } from './token-check.js';
import { bearerToken } from './token-secret.js';

/** Who asks, and the secret by which they showed it. */
export interface Authenticated {
  readonly principal: Principal;
  readonly secret: string;
}

/** Finds out who sent a request: by a token in its header, else by the session of its cookie. */
@Injectable()
export class Authentication {
  constructor(
    private readonly tokens: TokenCheck,
    private readonly sessions: SessionCheck,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl'>,
  ) {}

  /**
   * @throws Problem 401 for whoever shows nothing that is valid now; 403 for a change that a page of somebody else's
   *   asks a browser to make
   */
  async of(request: FastifyRequest): Promise<Authenticated> {
    const token = bearerToken(request.headers.authorization);
    if (token !== null) return this.byToken(request, token);
    const secret = sessionSecretOf(request, this.settings);
    if (secret === null) throw new Problem(401, SIGN_IN);
    requireSameOrigin(request, this.settings.publicUrl);
    const holder = await this.sessions.holderOf(secret);
    if (!holder) throw new Problem(401, 'This session has ended. Sign in again.');
    return { principal: { ...holder, sourceAddress: request.ip }, secret };
  }

  /** Which of these tokens and sessions, by `lastingName`, still hold: for who stays connected. */
  async stillValid(names: readonly string[]): Promise<ReadonlySet<string>> {
    const [tokens, sessions] = await Promise.all([
      this.tokens.stillValid(names),
      this.sessions.stillValid(names.filter(isId)),
    ]);
    return new Set([...tokens, ...sessions]);
  }

  private async byToken(request: FastifyRequest, secret: string): Promise<Authenticated> {
    const holder = await this.tokens.holderOf(secret, request.ip);
    if (!holder) throw new Problem(401, 'This token is not valid: it is unknown, expired or revoked.');
    return { principal: { ...holder, sourceAddress: request.ip }, secret };
  }
}
