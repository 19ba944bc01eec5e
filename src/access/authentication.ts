import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../platform/http/problem.js';
import { SIGN_IN, type Principal } from './principal.js';
import { TokenCheck } from './token-check.js';
import { bearerToken } from './token-secret.js';

/** Who asks, and the secret by which they showed it. */
export interface Authenticated {
  readonly principal: Principal;
  readonly secret: string;
}

/** Finds out who sent a request. */
@Injectable()
export class Authentication {
  constructor(private readonly tokens: TokenCheck) {}

  /** @throws Problem 401 for whoever shows nothing that is valid now */
  async of(request: FastifyRequest): Promise<Authenticated> {
    const secret = bearerToken(request.headers.authorization);
    if (secret === null) throw new Problem(401, SIGN_IN);
    const holder = await this.tokens.holderOf(secret);
    if (!holder) throw new Problem(401, 'This token is not valid: it is unknown, expired or revoked.');
    return { principal: { ...holder, sourceAddress: request.ip }, secret };
  }
}
