import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlacedCall, SentMessage } from '../../support/twilio/records.js';
import type { SystemUnderTest } from './system.js';
import type { LoadPerson, World } from './world.js';

/** What somebody did about a page. */
export interface Answer {
  readonly userId: string;
  readonly via: 'sms' | 'voice' | 'api';
  /** Unix time in milliseconds. */
  readonly at: number;
  /** The incidents that Rouse said are acknowledged now; known of answers over the API alone. */
  readonly acknowledged: readonly string[];
}

const LOOKS_EVERY_MS = 50;
/** A person whose answer does not get through tries again. */
const TRIES_EVERY_MS = 1_000;
const MOST_TRIES = 60;
const RINGS_SECONDS = 3;

/** The people of a run look at their phones, and do what their habits say. */
export function startAnswering(
  system: SystemUnderTest,
  world: World,
): { readonly answers: readonly Answer[]; stop(): Promise<void> } {
  const answers: Answer[] = [];
  const enough = new AbortController();
  // Everybody who waits before answering listens.
  setMaxListeners(0, enough.signal);
  const byNumber = new Map(world.people.map((person) => [person.phone, person]));
  const underWay = new Set<Promise<void>>();
  const hands = new Hands(system, answers, enough.signal);
  const begin = (work: Promise<void>): void => {
    const done = work.finally(() => underWay.delete(done));
    underWay.add(done);
  };
  const look = async (): Promise<void> => {
    const seen = { messages: 0, calls: 0 };
    while (!enough.signal.aborted) {
      for (const message of system.twilio.messages.slice(seen.messages)) {
        seen.messages += 1;
        const person = byNumber.get(message.to);
        if (person) begin(hands.takeMessage(person, message));
      }
      for (const call of system.twilio.calls.slice(seen.calls)) {
        seen.calls += 1;
        const person = byNumber.get(call.to);
        if (person) begin(hands.takeCall(person, call));
      }
      await sleep(LOOKS_EVERY_MS, undefined, { signal: enough.signal }).catch(() => undefined);
    }
  };
  const looking = look();
  return {
    answers,
    stop: async () => {
      enough.abort();
      await looking;
      await Promise.all(underWay);
    },
  };
}

class Hands {
  constructor(
    private readonly system: SystemUnderTest,
    private readonly answers: Answer[],
    private readonly enough: AbortSignal,
  ) {}

  async takeMessage(person: LoadPerson, message: SentMessage): Promise<void> {
    if (person.habit.kind === 'never') return;
    await this.after(person.habit.afterSeconds);
    if (person.habit.kind === 'by-api') await this.untilTaken(() => this.acknowledgeOverApi(person));
    else await this.untilTaken(() => this.replyBySms(person, message.body));
  }

  /** A call is picked up and answered by its key, or left ringing. */
  async takeCall(person: LoadPerson, call: PlacedCall): Promise<void> {
    const ringing = this.system.twilio.phone(person.phone).callOf(call);
    if (person.habit.kind === 'never') {
      await this.after(RINGS_SECONDS);
      if (ringing.status === 'ringing') await ringing.ignore().catch(() => undefined);
      return;
    }
    await this.after(Math.min(RINGS_SECONDS, person.habit.afterSeconds));
    if (ringing.status !== 'ringing') return;
    try {
      await ringing.answer();
      await ringing.press('4');
      this.note(person, 'voice', []);
    } catch {
      // Rouse did not say what to do: the call is over.
      await ringing.hangUp().catch(() => undefined);
    }
  }

  private async replyBySms(person: LoadPerson, text: string): Promise<void> {
    const code = /\bReply (\d+) ack/.exec(text)?.[1];
    const all = /\bReply ack all/.test(text);
    if (code === undefined && !all) return;
    await this.system.twilio.phone(person.phone).reply(all ? 'ack all' : `ack ${code ?? ''}`);
    this.note(person, 'sms', []);
  }

  private async acknowledgeOverApi(person: LoadPerson): Promise<void> {
    const open = await this.system.query<{ id: string }>(
      `SELECT DISTINCT incident.id FROM incidents incident JOIN pages page ON page.incident_id = incident.id
       WHERE page.user_id = $1 AND page.attempt_count > 0 AND incident.status = 'triggered'`,
      [person.id],
    );
    const acknowledged: string[] = [];
    for (const { id } of open) {
      const path = `/api/v1/incidents/${id}/acknowledge`;
      const { status } = await this.system.client.api('POST', path, undefined, { token: person.token });
      if (status === 200) acknowledged.push(id);
      else if (status >= 500) throw new Error(`${path} answered ${String(status)}`);
    }
    this.note(person, 'api', acknowledged);
  }

  private note(person: LoadPerson, via: Answer['via'], acknowledged: readonly string[]): void {
    this.answers.push({ userId: person.id, via, at: Date.now(), acknowledged });
  }

  private async after(seconds: number): Promise<void> {
    await sleep(seconds * 1000, undefined, { signal: this.enough }).catch(() => undefined);
  }

  private async untilTaken(answer: () => Promise<void>): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES && !this.enough.aborted; tries += 1) {
      try {
        await answer();
        return;
      } catch {
        // The api is away, or the way to it.
        await this.after(TRIES_EVERY_MS / 1000);
      }
    }
  }
}
