import type { PlacedCall } from './records.js';
import { readTwiml, type TwimlElement } from './twiml-reader.js';
import type { WebhookSender } from './webhook-sender.js';

/** A call that rings at a phone of the double. It does what the TwiML says, as Twilio would. */
export class IncomingCall {
  /** All that was said so far. */
  spoken = '';
  private gather: TwimlElement | null = null;
  private rest: TwimlElement[] = [];

  constructor(
    private readonly call: PlacedCall,
    private readonly webhooks: WebhookSender,
    private readonly tellStatus: (call: PlacedCall, status: string) => Promise<void>,
  ) {}

  get sid(): string {
    return this.call.sid;
  }

  /** `queued`, `ringing`, `in-progress`, `completed`, … */
  get status(): string {
    return this.call.status;
  }

  /** Picks up, and gives what is said. */
  async answer(): Promise<string> {
    await this.tellStatus(this.call, 'in-progress');
    const { url, twiml } = this.call;
    await this.play(twiml ?? (await this.fetch(url ?? '', {})));
    return this.spoken;
  }

  /** Presses one key, and gives what is said then. */
  async press(digit: string): Promise<string> {
    const action = this.gather?.attributes['action'];
    if (action === undefined)
      throw new Error(`Nothing listens for a key (${this.status}); said: ${this.spoken}`);
    const before = this.spoken.length;
    await this.play(await this.fetch(action, { Digits: digit }));
    return this.spoken.slice(before).trim();
  }

  /** Presses no key until the call ends by itself. */
  async sayNothing(): Promise<void> {
    while (this.gather) {
      const next = this.rest;
      this.gather = null;
      await this.run(next);
    }
  }

  async hangUp(): Promise<void> {
    await this.tellStatus(this.call, 'completed');
  }

  async decline(): Promise<void> {
    await this.tellStatus(this.call, 'busy');
  }

  /** Lets it ring until the network gives up. */
  async ignore(): Promise<void> {
    await this.tellStatus(this.call, 'no-answer');
  }

  private async fetch(url: string, more: Record<string, string>): Promise<string> {
    const { sid, to, from, status } = this.call;
    const form = { CallSid: sid, To: to, From: from, CallStatus: status, Direction: 'outbound-api', ...more };
    const answer = await this.webhooks.post(url, form);
    if (answer.status !== 200) throw new Error(`${url} answered ${String(answer.status)}: ${answer.body}`);
    return answer.body;
  }

  private play(twiml: string): Promise<void> {
    this.gather = null;
    return this.run(readTwiml(twiml).children);
  }

  private async run(verbs: readonly TwimlElement[]): Promise<void> {
    for (const [index, verb] of verbs.entries()) {
      if (verb.name === 'Say') this.say(verb);
      else if (verb.name === 'Gather') {
        verb.children.forEach((child) => this.say(child));
        this.gather = verb;
        this.rest = verbs.slice(index + 1);
        return;
      } else if (verb.name === 'Hangup') break;
      else throw new Error(`<${verb.name}> is not a verb that this double knows`);
    }
    await this.tellStatus(this.call, 'completed');
  }

  private say(verb: TwimlElement): void {
    if (verb.name !== 'Say') throw new Error(`<${verb.name}> where only <Say> makes sense`);
    this.spoken += `${verb.text} `;
  }
}
