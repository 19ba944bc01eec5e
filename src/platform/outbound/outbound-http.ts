import { lookup } from 'node:dns/promises';
import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../logging/logger.js';
import { isAllowedAddress, type Network } from './allowed-address.js';
import { outboundUrlSchema } from './outbound-url.js';

/** All that anybody is told of an address that may not be used: neither where it leads nor what is there. */
export const NOT_ALLOWED = 'The address is not allowed.';

/** How long a request may take, from finding the host to the first line of the answer. */
const ANSWER_WITHIN_MS = 5_000;
/** An answer longer than this is not read to its end. */
const MOST_ANSWER_BYTES = 64 * 1024;

/** A host's address as the resolver gives it. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}
export type Resolve = (host: string) => Promise<ResolvedAddress[]>;

export interface OutboundRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** 5 s unless said otherwise. */
  readonly timeoutMs?: number;
}

/**
 * How a request ended.
 * - `answered`: the host's HTTP status; a redirect is one like any other, and is not followed.
 * - `refused`: never sent, because of the address; `reason` may be shown to anybody.
 * - `failed`: no answer; `reason` may be shown to the owner of the address. `mayHaveArrived` is false where there was
 *   never a connection.
 */
export type OutboundAnswer =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly mayHaveArrived: boolean };

/**
 * The one way to post to an address that a user gave. The host is resolved once, every address that it has is
 * checked, and the connection goes to those addresses and no other, so that a name that leads elsewhere a moment
 * later (DNS rebinding) gains nothing. No redirect is followed, no proxy used, and nothing of the answer is kept but
 * its status.
 */
export class OutboundHttp {
  constructor(
    private readonly settings: { readonly outboundAllowedNetworks: readonly Network[] },
    private readonly logger: Logger,
    private readonly resolve: Resolve = resolveAll,
  ) {}

  /** What is wrong with an address now, in words for whoever gave it; null: nothing. Ask when it is given. */
  async checkAddress(url: string): Promise<string | null> {
    const target = readUrl(url);
    if (target === null) return NOT_ALLOWED;
    // A name that is not known says the same as one that leads inside, or it would tell which names there are inside.
    const addresses = await this.find(target, ANSWER_WITHIN_MS).catch(() => []);
    return this.areAllowed(addresses) ? null : NOT_ALLOWED;
  }

  /** Posts, and says how it ended. Never throws. */
  async post(url: string, request: OutboundRequest): Promise<OutboundAnswer> {
    const started = performance.now();
    const target = readUrl(url);
    const answer: OutboundAnswer =
      target === null
        ? { kind: 'refused', reason: NOT_ALLOWED }
        : await this.postTo(target, request, started).catch(toFailure);
    const ms = Math.round(performance.now() - started);
    this.logger[answer.kind === 'answered' ? 'info' : 'warn'](
      { host: target?.hostname, ms, answer },
      'Posted to an address that a user gave',
    );
    return answer;
  }

  private async postTo(target: URL, request: OutboundRequest, started: number): Promise<OutboundAnswer> {
    const timeoutMs = request.timeoutMs ?? ANSWER_WITHIN_MS;
    const addresses = await this.find(target, timeoutMs);
    if (!this.areAllowed(addresses)) return { kind: 'refused', reason: NOT_ALLOWED };
    const left = Math.max(1, Math.ceil(timeoutMs - (performance.now() - started)));
    const status = await exchange(target, addresses, request, AbortSignal.timeout(left));
    return { kind: 'answered', status };
  }

  private async find(target: URL, timeoutMs: number): Promise<ResolvedAddress[]> {
    const host = hostOf(target);
    const family = isIP(host);
    return family === 0 ? withinTime(this.resolve(host), timeoutMs) : [{ address: host, family }];
  }

  private areAllowed(addresses: readonly ResolvedAddress[]): boolean {
    const { outboundAllowedNetworks } = this.settings;
    return (
      addresses.length > 0 &&
      addresses.every(({ address }) => isAllowedAddress(address, outboundAllowedNetworks))
    );
  }
}

const resolveAll: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/** Below 1024 live services that are no receivers of webhooks, such as mail, which would take a request for their own. */
const FIRST_FREE_PORT = 1024;
const WEB_PORTS = ['', '80', '443'];

function readUrl(url: string): URL | null {
  const { data } = outboundUrlSchema.safeParse(url);
  if (data === undefined) return null;
  const target = new URL(data);
  return WEB_PORTS.includes(target.port) || Number(target.port) >= FIRST_FREE_PORT ? target : null;
}

/** An IPv6 address without its brackets. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

/** No connection was made. */
class NotConnectedError extends Error {}

/** A resolver cannot be called off, so it is outwaited. */
async function withinTime<Value>(work: Promise<Value>, timeoutMs: number): Promise<Value> {
  const patience = new AbortController();
  const lateness = async (): Promise<never> => {
    await wait(timeoutMs, undefined, { signal: patience.signal, ref: false });
    throw new Error('late');
  };
  try {
    return await Promise.race([work, lateness()]);
  } catch (error) {
    throw new NotConnectedError('the host was not found', { cause: error });
  } finally {
    patience.abort();
  }
}

/** Sends the request to one of these addresses. @returns the status of the answer, as soon as it is there */
function exchange(
  target: URL,
  addresses: readonly ResolvedAddress[],
  { headers, body }: OutboundRequest,
  signal: AbortSignal,
): Promise<number> {
  const send = target.protocol === 'https:' ? requestHttps : requestHttp;
  const bytes = Buffer.from(body, 'utf8');
  return new Promise((resolve, reject) => {
    const request = send(target, {
      method: 'POST',
      // A connection of its own, closed afterwards: one that is kept could have been made for another's check.
      agent: false,
      lookup: toChecked(addresses),
      headers: { ...headers, 'content-length': bytes.length },
      signal,
    });
    let connected = false;
    request.on('socket', (socket) => {
      socket.once(target.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        connected = true;
      });
    });
    request.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      readAway(request, response);
    });
    // Whoever wants to speak another protocol has answered; nothing was asked for that could be spoken.
    request.on('upgrade', (response, socket) => {
      resolve(response.statusCode ?? 0);
      socket.destroy();
    });
    const fail = (error: Error): void => {
      reject(connected ? error : new NotConnectedError('no connection', { cause: error }));
    };
    request.on('error', fail);
    // However it ends, it ends: a request that nothing follows would hold its place, and a stop, for ever.
    request.on('close', () => {
      fail(new Error('closed'));
    });
    request.end(bytes);
  });
}

/** Leads every host name to the addresses that were checked. */
function toChecked(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (first === undefined) callback(new Error('no address'), '');
    else if (options.all === true) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };
}

/** Lets the host finish its answer, up to a size; the request's time limit ends one that is slow. */
function readAway(request: ClientRequest, response: IncomingMessage): void {
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MOST_ANSWER_BYTES) request.destroy();
  });
  // It has answered: what becomes of the rest is of no interest.
  response.on('error', () => request.destroy());
}

/** Words for the owner of the address. Which error it was says too much of where it leads. */
function toFailure(error: unknown): OutboundAnswer {
  if (error instanceof NotConnectedError)
    return { kind: 'failed', reason: 'No connection could be made.', mayHaveArrived: false };
  return { kind: 'failed', reason: 'There was no answer in time.', mayHaveArrived: true };
}
