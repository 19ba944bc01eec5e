import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './eventually.js';
import { Faults } from './twilio/faults.js';
import { IncomingCall } from './twilio/incoming-call.js';
import { newSid, type PlacedCall, type SentMessage } from './twilio/records.js';
import {
  TwilioRestApi,
  type MomentListener,
  type SeenRequest,
  type TwilioCredentials,
} from './twilio/rest-api.js';
import { readTwiml } from './twilio/twiml-reader.js';
import {
  WebhookSender,
  type RouseAddress,
  type Signing,
  type WebhookAnswer,
} from './twilio/webhook-sender.js';

/** How status callbacks of messages come: as they happen, the last first, each twice, or not at all. */
export type CallbackOrder = 'in-order' | 'reversed' | 'twice' | 'none';

/** An SMS as a phone shows it. */
export interface ReceivedSms {
  sid: string;
  body: string;
  /** The reply code in it; empty where it has none. */
  code: string;
}

/** The accounts that doubles can be, with the settings that name them. */
const ACCOUNTS = {
  first: {
    accountSid: `AC${'0123456789abcdef'.repeat(2)}`,
    authToken: 'the-auth-token-of-the-double',
    from: '+15005550006',
    prefix: 'TWILIO_',
  },
  second: {
    accountSid: `AC${'fedcba9876543210'.repeat(2)}`,
    authToken: 'the-auth-token-of-the-second-double',
    from: '+15005550009',
    prefix: 'TWILIO_2_',
  },
} as const satisfies Record<string, TwilioCredentials & { prefix: string }>;

/**
 * A double of Twilio over real HTTP: its REST API, its phones and its signed webhooks.
 *
 *     const double = await startTwilioDouble();
 *     const rouse = await startRouse({ settings: double.settings });
 *     double.connect(rouse);
 *     await double.phone('+15550000001').expectSms(/Checkout/);
 */
export class TwilioDouble {
  readonly faults = new Faults();
  readonly webhooks: WebhookSender;
  callbacks: CallbackOrder = 'in-order';
  /** Why callbacks did not reach Rouse; Twilio shows the same in its debugger. */
  readonly lost: unknown[] = [];
  private readonly api: TwilioRestApi;
  private readonly phones = new Map<string, TestPhone>();
  private readonly undeliverable = new Map<string, number>();
  private readonly underWay = new Set<Promise<void>>();
  private url = '';

  constructor(private readonly account: (typeof ACCOUNTS)[keyof typeof ACCOUNTS]) {
    this.webhooks = new WebhookSender(account);
    this.api = new TwilioRestApi(account, this.faults, {
      message: (message) => this.later(() => this.deliver(message)),
      call: (call) => this.later(() => this.ring(call)),
      hungUp: (call, status) => {
        call.status = status;
        this.later(() => this.tellCallStatus(call, status));
      },
    });
  }

  async start(): Promise<this> {
    this.url = await this.api.start();
    return this;
  }

  /** The settings that make Rouse use this double, as its first or its second account. */
  get settings(): Record<string, string> {
    const { prefix, accountSid, authToken, from } = this.account;
    return {
      [`${prefix}ACCOUNT_SID`]: accountSid,
      [`${prefix}AUTH_TOKEN`]: authToken,
      [`${prefix}FROM`]: from,
      [`${prefix}API_URL`]: this.url,
    };
  }

  /** Everything that Rouse asked of the REST API. */
  get requests(): readonly SeenRequest[] {
    return this.api.requests;
  }

  get messages(): readonly SentMessage[] {
    return this.api.messages;
  }

  get calls(): readonly PlacedCall[] {
    return this.api.calls;
  }

  /** Hears of requests for messages and calls at the moment of each; gives what ends the listening. */
  onMoment(listener: MomentListener): () => void {
    this.api.listeners.add(listener);
    return () => this.api.listeners.delete(listener);
  }

  /** Where inbound messages go: the number's webhook. */
  connect(rouse: RouseAddress): void {
    this.webhooks.connect(rouse);
  }

  phone(number: string): TestPhone {
    const phone =
      this.phones.get(number) ??
      new TestPhone(number, this.account.from, this.api, this.webhooks, this.tellCallStatus);
    this.phones.set(number, phone);
    return phone;
  }

  /** Messages to this number are taken, and then reported undelivered with this code. */
  failDeliveryTo(number: string, errorCode: number): void {
    this.undeliverable.set(number, errorCode);
  }

  /** Posts any form to a path of Rouse; for forged, repeated and strange requests. */
  post(path: string, form: Record<string, string>, signing: Signing = 'genuine'): Promise<WebhookAnswer> {
    return this.webhooks.post(this.webhooks.publicAddress(path), form, { signing });
  }

  /** Posts a status callback of a message. */
  tellMessageStatus(message: { sid: string }, status: string, errorCode = ''): Promise<WebhookAnswer> {
    return this.post('/twilio/status', messageStatus(message.sid, status, errorCode));
  }

  /** Waits until no callback is on its way. */
  async settle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  async stop(): Promise<void> {
    await this.settle();
    await this.api.stop();
  }

  private later(work: () => Promise<void>): void {
    const done = sleep(2)
      .then(work)
      .catch((error: unknown) => {
        this.lost.push(error);
      })
      .finally(() => this.underWay.delete(done));
    this.underWay.add(done);
  }

  private async deliver(message: SentMessage): Promise<void> {
    const errorCode = this.undeliverable.get(message.to) ?? null;
    message.status = errorCode === null ? 'delivered' : 'undelivered';
    message.errorCode = errorCode;
    const { statusCallback } = message;
    if (statusCallback === null) return;
    for (const status of inOrder(['queued', 'sent', message.status], this.callbacks)) {
      const code = status === 'undelivered' ? String(errorCode) : '';
      await this.webhooks.post(statusCallback, messageStatus(message.sid, status, code));
    }
  }

  private async ring(call: PlacedCall): Promise<void> {
    await this.tellCallStatus(call, 'initiated');
    await this.tellCallStatus(call, 'ringing');
  }

  private readonly tellCallStatus = async (call: PlacedCall, status: string): Promise<void> => {
    call.status = status;
    const events = {
      'in-progress': 'answered',
      busy: 'completed',
      'no-answer': 'completed',
      failed: 'completed',
      canceled: 'completed',
    };
    const event = Object.entries(events).find(([name]) => name === status)?.[1] ?? status;
    if (call.statusCallback === null || !call.statusCallbackEvents.includes(event)) return;
    const form = { CallSid: call.sid, CallStatus: status, To: call.to, From: call.from };
    for (const told of inOrder([form], this.callbacks)) await this.webhooks.post(call.statusCallback, told);
  };
}

/** A phone at the other end of the double. */
export class TestPhone {
  private read = 0;
  private taken = 0;

  constructor(
    readonly number: string,
    private readonly rouseNumber: string,
    private readonly api: TwilioRestApi,
    private readonly webhooks: WebhookSender,
    private readonly tellStatus: (call: PlacedCall, status: string) => Promise<void>,
  ) {}

  /** The next SMS that has not been expected yet; it must fit `pattern`. */
  async expectSms(pattern: RegExp = /./, { within = 15_000 } = {}): Promise<ReceivedSms> {
    const message = await eventually(
      () => {
        const next = this.inbox[this.read];
        if (!next) throw new Error(`${this.number} has received no SMS like ${String(pattern)}`);
        return next;
      },
      { within },
    );
    this.read += 1;
    const { sid, body } = message;
    if (!pattern.test(body))
      throw new Error(`${this.number} received ${JSON.stringify(body)}, not ${String(pattern)}`);
    return { sid, body, code: /\bReply (\d+) (?:ack|yes)/.exec(body)?.[1] ?? '' };
  }

  /** The next call that has not been expected yet. It rings until something is done with it. */
  async expectCall({ within = 15_000 } = {}): Promise<IncomingCall> {
    const call = await eventually(
      () => {
        const next = this.ringing[this.taken];
        if (!next) throw new Error(`${this.number} does not ring`);
        return next;
      },
      { within },
    );
    this.taken += 1;
    return this.callOf(call);
  }

  /** A call to this phone, to do something with; `expectCall` still gives it too. */
  callOf(call: PlacedCall): IncomingCall {
    return new IncomingCall(call, this.webhooks, this.tellStatus);
  }

  /** Neither an SMS nor a call within this time, beyond those that were expected. */
  async expectNothing(forMs = 300): Promise<void> {
    await sleep(forMs);
    const sms = this.inbox[this.read];
    if (sms) throw new Error(`${this.number} received ${JSON.stringify(sms.body)}`);
    if (this.ringing[this.taken]) throw new Error(`${this.number} rings`);
  }

  /** Writes an SMS, and gives the answers that come back at once. `sid` repeats one that was sent before. */
  async reply(body: string, { sid = newSid('SM') } = {}): Promise<string[]> {
    const form = {
      MessageSid: sid,
      SmsSid: sid,
      From: this.number,
      To: this.rouseNumber,
      Body: body,
      NumMedia: '0',
    };
    const { status, body: twiml } = await this.webhooks.post(
      this.webhooks.publicAddress('/twilio/sms'),
      form,
    );
    if (status !== 200) throw new Error(`Rouse answered ${String(status)}: ${twiml}`);
    return readTwiml(twiml).children.map((message) => message.text);
  }

  private get inbox(): SentMessage[] {
    return this.api.messages.filter(
      (message) => message.to === this.number && message.status !== 'undelivered',
    );
  }

  private get ringing(): PlacedCall[] {
    return this.api.calls.filter((call) => call.to === this.number);
  }
}

/** Starts a double on a free port, as one of Rouse's two accounts. Stop it in `afterAll`, after Rouse. */
export function startTwilioDouble(account: keyof typeof ACCOUNTS = 'first'): Promise<TwilioDouble> {
  return new TwilioDouble(ACCOUNTS[account]).start();
}

function messageStatus(sid: string, status: string, errorCode: string): Record<string, string> {
  return {
    MessageSid: sid,
    SmsSid: sid,
    MessageStatus: status,
    SmsStatus: status,
    ...(errorCode === '' ? {} : { ErrorCode: errorCode }),
  };
}

function inOrder<Item>(items: readonly Item[], order: CallbackOrder): Item[] {
  switch (order) {
    case 'in-order':
      return [...items];
    case 'reversed':
      return [...items].reverse();
    case 'twice':
      return items.flatMap((item) => [item, item]);
    case 'none':
      return [];
  }
}
