import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Faults, Made } from './faults.js';
import { callResource, messageResource, newSid, type PlacedCall, type SentMessage } from './records.js';

export interface TwilioCredentials {
  accountSid: string;
  authToken: string;
  from: string;
}

/** One request, as it came. */
export interface SeenRequest {
  method: string;
  path: string;
  form: URLSearchParams;
  at: number;
}

/**
 * A message or call is asked for, and nothing has been done yet; or it was made and the last byte of the answer has been
 * handed to the network.
 */
export type MomentListener = (moment: 'asked' | 'answered', form: URLSearchParams) => void;

/** An error answer of Twilio's. */
class TwilioError extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

const E164 = /^\+[1-9]\d{1,14}$/;

/**
 * Twilio's REST API, as far as Rouse uses it: Messages and Calls, made and listed. It checks credentials and
 * parameters as Twilio does, and goes wrong as it is told.
 */
export class TwilioRestApi {
  readonly messages: SentMessage[] = [];
  readonly calls: PlacedCall[] = [];
  readonly requests: SeenRequest[] = [];
  readonly listeners = new Set<MomentListener>();
  private readonly server: Server;

  constructor(
    private readonly credentials: TwilioCredentials,
    private readonly faults: Faults,
    private readonly made: {
      message(message: SentMessage): void;
      call(call: PlacedCall): void;
      hungUp(call: PlacedCall, status: string): void;
    },
  ) {
    this.server = createServer((request, response) => {
      this.handle(request, response).catch((error: unknown) => {
        if (!response.headersSent) response.writeHead(500);
        response.end(String(error));
      });
    });
  }

  /** Listens on a free port of 127.0.0.1 and gives the address. */
  start(): Promise<string> {
    return new Promise((resolve) => {
      this.server.listen(0, '127.0.0.1', () => {
        const address = this.server.address();
        if (address === null || typeof address === 'string') throw new Error('no port');
        resolve(`http://127.0.0.1:${String(address.port)}`);
      });
    });
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://twilio');
    const form = new URLSearchParams(await bodyOf(request));
    const method = request.method ?? 'GET';
    this.requests.push({ method, path: url.pathname, form, at: performance.now() });
    try {
      this.authenticate(request);
      const call = this.calledResource(url.pathname);
      if (call && method === 'POST') {
        answer(response, 200, this.endCall(call, form.get('Status') ?? ''));
        return;
      }
      const what = this.resourceOf(url.pathname);
      if (method === 'GET') {
        answer(response, 200, this.list(what, url.searchParams));
        return;
      }
      await this.make(what, form, request, response);
    } catch (error) {
      if (!(error instanceof TwilioError)) throw error;
      answer(response, error.status, errorBody(error.status, error.code, error.message));
    }
  }

  private authenticate(request: IncomingMessage): void {
    const { accountSid, authToken } = this.credentials;
    const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
    if (request.headers.authorization !== expected || this.faults.credentialsAreRefused)
      throw new TwilioError(401, 20003, 'Authenticate');
  }

  /** The call that a path names, where it names one. */
  private calledResource(path: string): PlacedCall | null {
    const [, sid] =
      new RegExp(`^/2010-04-01/Accounts/${this.credentials.accountSid}/Calls/(CA\\w+)\\.json$`).exec(path) ??
      [];
    if (sid === undefined) return null;
    const call = this.calls.find((each) => each.sid === sid);
    if (!call) throw new TwilioError(404, 20404, `The requested resource ${path} was not found`);
    return call;
  }

  /** `canceled` ends what is queued or rings; `completed` also what was picked up. */
  private endCall(call: PlacedCall, status: string): Record<string, unknown> {
    if (status !== 'canceled' && status !== 'completed') throw new TwilioError(400, 21218, 'Invalid Status');
    const rings = ['queued', 'initiated', 'ringing'].includes(call.status);
    if (!rings && call.status !== 'in-progress')
      throw new TwilioError(400, 21220, 'Call is not in-progress.');
    if (rings || status === 'completed') this.made.hungUp(call, rings ? status : 'completed');
    return callResource(this.credentials.accountSid, call);
  }

  private resourceOf(path: string): Made {
    const [, what] =
      new RegExp(`^/2010-04-01/Accounts/${this.credentials.accountSid}/(Messages|Calls)\\.json$`).exec(
        path,
      ) ?? [];
    if (what === 'Messages' || what === 'Calls') return what;
    throw new TwilioError(404, 20404, `The requested resource ${path} was not found`);
  }

  private async make(
    what: Made,
    form: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    this.tell('asked', form);
    const fault = this.faults.take(what);
    if (fault?.kind === 'stalled') await sleep(fault.ms, undefined, { ref: false });
    const resource = wasRecorded(fault) ? this.record(what, form) : null;
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'drop') {
      request.socket.destroy();
      return;
    }
    if (fault?.kind === 'answer') {
      answer(response, fault.status, errorBody(fault.status, fault.code, `status ${String(fault.status)}`));
      return;
    }
    if (fault?.kind === 'late') await sleep(fault.ms, undefined, { ref: false });
    response.once('finish', () => {
      this.tell('answered', form);
    });
    answer(response, 201, resource);
  }

  private tell(moment: 'asked' | 'answered', form: URLSearchParams): void {
    for (const listener of this.listeners) listener(moment, form);
  }

  private record(what: Made, form: URLSearchParams): Record<string, unknown> {
    this.checkNumbers(form);
    return what === 'Messages' ? this.recordMessage(form) : this.recordCall(form);
  }

  private checkNumbers(form: URLSearchParams): void {
    const to = form.get('To') ?? '';
    if (!E164.test(to))
      throw new TwilioError(400, 21211, `The 'To' number ${to} is not a valid phone number.`);
    const refusal = this.faults.refusalOf(to);
    if (refusal !== undefined) throw new TwilioError(400, refusal, `Refused with ${String(refusal)}`);
    if (form.get('From') !== this.credentials.from)
      throw new TwilioError(400, 21606, "The 'From' number is not yours.");
    const callback = form.get('StatusCallback');
    if (callback !== null && !URL.canParse(callback))
      throw new TwilioError(400, 21609, 'Invalid StatusCallback');
  }

  private recordMessage(form: URLSearchParams): Record<string, unknown> {
    const body = form.get('Body') ?? '';
    if (body === '') throw new TwilioError(400, 21602, 'Message body is required.');
    if (body.length > 1600)
      throw new TwilioError(400, 21617, 'The message body exceeds the 1600 character limit.');
    const validity = form.get('ValidityPeriod');
    const message: SentMessage = {
      sid: newSid('SM'),
      to: form.get('To') ?? '',
      from: form.get('From') ?? '',
      body,
      status: 'queued',
      errorCode: null,
      statusCallback: form.get('StatusCallback'),
      validityPeriod: validity === null ? null : Number(validity),
      createdAt: new Date(),
    };
    this.messages.push(message);
    this.made.message(message);
    return messageResource(this.credentials.accountSid, message);
  }

  private recordCall(form: URLSearchParams): Record<string, unknown> {
    const url = form.get('Url');
    const twiml = form.get('Twiml');
    if (twiml === null && (url === null || !URL.canParse(url)))
      throw new TwilioError(400, 21205, 'Url is not a valid URL');
    const call: PlacedCall = {
      sid: newSid('CA'),
      to: form.get('To') ?? '',
      from: form.get('From') ?? '',
      url,
      twiml,
      status: 'queued',
      statusCallback: form.get('StatusCallback'),
      statusCallbackEvents: form.getAll('StatusCallbackEvent'),
      createdAt: new Date(),
    };
    this.calls.push(call);
    this.made.call(call);
    return callResource(this.credentials.accountSid, call);
  }

  private list(what: Made, query: URLSearchParams): Record<string, unknown> {
    if (this.faults.takeListFault()) throw new TwilioError(500, 20500, 'Internal Server Error');
    const { accountSid } = this.credentials;
    const matches = (item: { to: string; from: string }): boolean =>
      (query.get('To') ?? item.to) === item.to && (query.get('From') ?? item.from) === item.from;
    const size = Number(query.get('PageSize') ?? 50);
    const newestFirst =
      what === 'Messages'
        ? this.messages
            .filter(matches)
            .map((message) => messageResource(accountSid, message))
            .reverse()
        : this.calls
            .filter(matches)
            .map((call) => callResource(accountSid, call))
            .reverse();
    return {
      [what.toLowerCase()]: newestFirst.slice(0, size),
      page: 0,
      page_size: size,
      start: 0,
      end: Math.min(size, newestFirst.length),
      uri: `/2010-04-01/Accounts/${accountSid}/${what}.json`,
      first_page_uri: `/2010-04-01/Accounts/${accountSid}/${what}.json?Page=0`,
      next_page_uri: null,
      previous_page_uri: null,
    };
  }
}

const wasRecorded = (fault: Fault | undefined): boolean =>
  fault === undefined ||
  fault.kind === 'late' ||
  fault.kind === 'stalled' ||
  (fault.kind !== 'hang' && fault.recorded);

async function bodyOf(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

function errorBody(status: number, code: number | null, message: string): Record<string, unknown> {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${String(code)}`, status };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
