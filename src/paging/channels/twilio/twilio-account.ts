import type { Twilio } from 'twilio';
import type { Settings } from '../../../platform/config/settings.js';
import type { Logger } from '../../../platform/logging/logger.js';
import { redactPhoneNumber } from '../../../platform/logging/redaction.js';
import type { SendOutcome } from '../channel.js';
import { markedWith, type TwilioProvider } from './twilio-accounts.js';
import { outcomeOfFault, readFault } from './twilio-fault.js';

/** The SDK's own limit counts silence on the socket; an answer that drips is given up a little later. */
const ANSWER_WITHIN_MS = 5_000;
const GIVE_UP_AFTER_MS = 6_000;
/** As many as a process has calls under way. The SDK would make 20 at most, and keep five: the others shake hands for every page. */
const CONNECTIONS = 100;
/** The newest so many messages or calls of a number are looked through for an attempt. */
const LOOK_BACK = 50;

type TwilioSettings = NonNullable<Settings['twilio']>;

/** What is said in the log line of a request. */
interface Occasion {
  what: 'sms' | 'call' | 'hang-up';
  to: string;
  attemptId?: string;
}

export type TwilioAnswer<Result> = { kind: 'answer'; value: Result } | { kind: 'unanswered'; reason: string };

/**
 * An account of Rouse's at Twilio: the one place that calls it. Every call has a limit, a log line and no retry of its own;
 * whether to repeat is the engine's decision, for there is no idempotency key.
 */
export class TwilioAccount {
  private loading: Promise<Twilio> | null = null;

  constructor(
    /** Under which attempts and requests are recorded: `twilio` or `twilio-2`. */
    readonly provider: TwilioProvider,
    private readonly settings: TwilioSettings,
    private readonly logger: Logger,
  ) {}

  get from(): string {
    return this.settings.from;
  }

  /** Where Twilio is to call back, marked with the account where there can be several. */
  callback(address: string): string {
    return markedWith(this.provider, address);
  }

  /** Loads the SDK, which takes a fifth of a second and 25 MB, before the first page needs it. */
  async warmUp(): Promise<void> {
    // Asking for a resource loads it.
    const { messages, calls } = await this.client();
    this.logger.debug({ ready: [messages, calls].length }, 'The Twilio SDK is loaded');
  }

  /** Makes a message or a call, and says how it ended. */
  async create(
    occasion: Occasion,
    request: (client: Twilio) => Promise<{ sid: string }>,
  ): Promise<SendOutcome> {
    const started = performance.now();
    const outcome = await this.attempt(request);
    this.log(occasion, started, outcome);
    return outcome;
  }

  /** Reads a list, newest first. */
  async list<Item>(
    occasion: Occasion,
    request: (client: Twilio, filter: { to: string; from: string; limit: number }) => Promise<Item[]>,
  ): Promise<TwilioAnswer<Item[]>> {
    const started = performance.now();
    try {
      const client = await this.client();
      const filter = { to: occasion.to, from: this.settings.from, limit: LOOK_BACK };
      const value = await withinTime(request(client, filter));
      this.log(occasion, started, { kind: 'looked-up', count: value.length });
      return { kind: 'answer', value };
    } catch (error) {
      const { message } = readFault(error);
      this.log(occasion, started, { kind: 'look-up-failed', reason: message });
      return { kind: 'unanswered', reason: message };
    }
  }

  /**
   * Ends a call that is queued or rings. `canceled` and not `completed`: who has picked up hears what became of it.
   */
  async hangUp(callSid: string): Promise<void> {
    const started = performance.now();
    try {
      const client = await this.client();
      const { to, status } = await withinTime(client.calls(callSid).update({ status: 'canceled' }));
      this.log({ what: 'hang-up', to }, started, { kind: 'accepted', status });
    } catch (error) {
      this.log({ what: 'hang-up', to: '' }, started, { kind: 'not-ended', reason: readFault(error).message });
    }
  }

  private async attempt(request: (client: Twilio) => Promise<{ sid: string }>): Promise<SendOutcome> {
    try {
      const { sid } = await withinTime(request(await this.client()));
      // A proxy that answers 200 with a page of its own gives no sid.
      return sid ? { kind: 'accepted', providerId: sid } : { kind: 'unknown', reason: 'Twilio gave no sid' };
    } catch (error) {
      return outcomeOfFault(readFault(error), Math.random());
    }
  }

  private client(): Promise<Twilio> {
    this.loading ??= this.load().catch((error: unknown) => {
      this.loading = null;
      throw error;
    });
    return this.loading;
  }

  private async load(): Promise<Twilio> {
    const { default: twilio } = await import('twilio');
    const client = twilio(this.settings.accountSid, this.settings.authToken, {
      timeout: ANSWER_WITHIN_MS,
      autoRetry: false,
      maxSockets: CONNECTIONS,
      maxFreeSockets: CONNECTIONS,
    });
    if (this.settings.apiUrl !== null) client.api.baseUrl = this.settings.apiUrl;
    return client;
  }

  private log(occasion: Occasion, started: number, outcome: Readonly<Record<string, unknown>>): void {
    const { what, to, attemptId } = occasion;
    const ms = Math.round(performance.now() - started);
    const fine = outcome['kind'] === 'accepted' || outcome['kind'] === 'looked-up';
    this.logger[fine ? 'info' : 'warn'](
      { provider: this.provider, what, to: redactPhoneNumber(to), attemptId, ms, outcome },
      'Asked Twilio',
    );
  }
}

/** The work's result, or an error like that of a lost connection when there is none in time. */
async function withinTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const lateness = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error(`no answer within ${GIVE_UP_AFTER_MS} ms`), { code: 'ETIMEDOUT' }));
    }, GIVE_UP_AFTER_MS).unref();
  });
  try {
    return await Promise.race([work, lateness]);
  } finally {
    clearTimeout(timer);
  }
}
