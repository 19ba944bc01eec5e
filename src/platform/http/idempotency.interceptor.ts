import { createHash } from 'node:crypto';
import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, of, type Observable } from 'rxjs';
import { z } from 'zod';
import { LOGGER, type Logger } from '../logging/logger.js';
import type { Caller } from './caller.js';
import { IdempotencyKeys, type KeyClaim, type KeyedRequest } from './idempotency-keys.js';
import { seal, unseal } from './idempotency-seal.js';
import { toProblem } from './problem.filter.js';
import { conflict, impossible, Problem } from './problem.js';

const HEADER = 'Idempotency-Key';
const RETRY_AFTER_SECONDS = 1;

/** What is kept of an answer: the body of a success, or the problem. */
const keptAnswerSchema = z.union([
  z.object({ body: z.unknown() }),
  z.object({
    problem: z.object({
      detail: z.string(),
      errors: z.array(z.object({ path: z.string(), message: z.string() })),
      extra: z.record(z.string(), z.unknown()),
    }),
  }),
]);
type KeptAnswer = z.output<typeof keptAnswerSchema>;

/**
 * `Idempotency-Key` on any POST that carries no secret: the first request under a key is carried out, and its
 * repetitions get its answer for 24 hours. Faults of Rouse (5xx) and of haste (429) are not kept, since those are to be tried again.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly keys: IdempotencyKeys,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const key = idempotencyKey(request);
    if (key === null) return next.handle();
    const carryOut = (): Promise<unknown> => lastValueFrom(next.handle(), { defaultValue: undefined });
    return of(await this.answerUnder(key, request, http.getResponse<FastifyReply>(), carryOut));
  }

  /** The same for a route that is answered without Nest. @param carryOut gives the body of the answer */
  once(request: FastifyRequest, reply: FastifyReply, carryOut: () => Promise<unknown>): Promise<unknown> {
    const key = idempotencyKey(request);
    return key === null ? carryOut() : this.answerUnder(key, request, reply, carryOut);
  }

  private async answerUnder(
    key: string,
    request: FastifyRequest,
    reply: FastifyReply,
    carryOut: () => Promise<unknown>,
  ): Promise<unknown> {
    const hash = requestHash(request);
    const sender = senderOf(request, hash);
    const keyed = { caller: sender.id, key, requestHash: hash };
    const state = await this.keys.claim(keyed);
    switch (state.kind) {
      case 'in-progress':
        // Who sends alerts gives one up on a 4xx, and the first sending of it may yet fail.
        throw new Problem(sender.isKnown ? 409 : 503, 'The same request is still being worked on.', [], {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        });
      case 'other-request':
        throw impossible([{ path: HEADER, message: 'was used for another request in the last 24 hours' }]);
      case 'answered':
        void reply.header('idempotency-replayed', 'true');
        return repeat(reply, state.status, openedWith(sender.secret, state.answer, key));
      case 'claimed':
        return this.carryOut(keyed, sender, state, carryOut, reply);
    }
  }

  /** The answer is kept before it is sent, so that whoever has read it can rely on it. */
  private async carryOut(
    keyed: KeyedRequest,
    sender: Sender,
    claim: KeyClaim,
    work: () => Promise<unknown>,
    reply: FastifyReply,
  ): Promise<unknown> {
    const keep = (status: number, answer: KeptAnswer): Promise<void> =>
      this.keys.keep(keyed, claim, status, seal(JSON.stringify(answer), sender.secret, keyed.key));
    try {
      const body = await work();
      await this.settle(() => keep(reply.statusCode, { body }));
      return body;
    } catch (error) {
      const problem = toProblem(error);
      const status = problem.getStatus();
      await this.settle(() =>
        status >= 500 || status === 429 || !sender.isKnown
          ? this.keys.release(keyed, claim)
          : keep(status, {
              problem: { detail: problem.detail, errors: [...problem.errors], extra: problem.extra },
            }),
      );
      throw error;
    }
  }

  /**
   * The request itself is done by now, and its answer is true whether or not it can be kept. A key that could not be
   * settled is free again when its lock runs out.
   */
  private async settle(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.logger.error({ err: error }, 'An answer could not be kept for its idempotency key');
    }
  }
}

/** The key of a request to which keys apply, else null. @throws Problem 422 for a key that is none */
function idempotencyKey(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined || request.method !== 'POST') return null;
  if (request.routeOptions.config.carriesSecret === true) return null;
  if (typeof key === 'string' && /^[\x20-\x7e]{1,255}$/.test(key)) return key;
  // An alert is not to be lost to a header.
  if (!request.caller) return null;
  throw impossible([{ path: HEADER, message: 'must be 1 to 255 printable characters' }]);
}

/** Who sends a request; on open routes, which ask nobody to sign in, `isKnown` is false. */
interface Sender extends Caller {
  readonly isKnown: boolean;
}

/**
 * Whoever sends to an open route is known by what they send: two senders never meet under one key, and an alert is
 * never refused for the key of another. Their refusals are not kept, so that strangers fill no table.
 */
function senderOf(request: FastifyRequest, hash: Buffer): Sender {
  if (request.caller) return { ...request.caller, isKnown: true };
  const secret = JSON.stringify(request.body ?? null);
  return { id: `open:${hash.toString('base64url')}`, secret, isKnown: false };
}

function requestHash(request: FastifyRequest): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([request.method, request.url, request.body ?? null]))
    .digest();
}

/** @throws Problem 409 where the request came with another secret of the same token, which was renewed meanwhile */
function openedWith(secret: string, answer: Buffer, key: string): string {
  try {
    return unseal(answer, secret, key);
  } catch {
    throw conflict('This was done already, asked with another secret: only that one can read the answer.');
  }
}

/** Gives a kept answer again; a kept problem goes through the filter as the first did. */
function repeat(reply: FastifyReply, status: number, text: string): unknown {
  const kept = keptAnswerSchema.parse(JSON.parse(text));
  if ('problem' in kept) {
    throw new Problem(status, kept.problem.detail, kept.problem.errors, kept.problem.extra);
  }
  void reply.status(status);
  return kept.body;
}
