import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Notices, type Notice, type NoticeKind } from '../../people/notices.js';
import { DatabaseClock } from '../../platform/clock/database-clock.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { invitationsOf, newAnswerTokens, type Invitation } from './swap-invitations.js';
import type { ReminderHours } from './swap-deadlines.js';
import { mayCover, peopleById, scheduleAudience, type SwapPerson } from './swap-parties.js';
import type { StoredSwap } from './swap-store.js';
import {
  acceptedText,
  cancelledText,
  declinedText,
  expiredText,
  reminderText,
  requestText,
  unansweredText,
  type Reader,
  type ToldSwap,
} from './swap-texts.js';

/** A request with the names that messages tell. */
export interface SwapStory {
  readonly told: ToldSwap;
  readonly now: Date;
  readonly giver: SwapPerson;
  /** Whom the schedule concerns. */
  readonly audience: readonly SwapPerson[];
}

/** Tells people of requests, in the transaction of what it tells. */
@Injectable()
export class SwapNotices {
  constructor(
    private readonly notices: Notices,
    private readonly clock: DatabaseClock,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl'>,
  ) {}

  /** What messages and pages tell of a request. */
  async storyOf(manager: EntityManager, swap: StoredSwap): Promise<SwapStory> {
    const [schedule] = await manager.query<{ name: string }[]>('SELECT name FROM schedules WHERE id = $1', [
      swap.scheduleId,
    ]);
    const otherId = swap.answeredBy ?? swap.withUserId;
    const people = await peopleById(manager, [swap.giverId, ...(otherId === null ? [] : [otherId])]);
    const giver = people.get(swap.giverId);
    if (!schedule || !giver) throw new Error(`swap ${swap.id} has lost its schedule or its giver`);
    const { kind, give, take, message } = swap;
    const otherName = otherId === null ? null : (people.get(otherId)?.name ?? null);
    return {
      told: { kind, scheduleName: schedule.name, giverName: giver.name, otherName, give, take, message },
      now: await this.clock.now(manager),
      giver,
      audience: await scheduleAudience(manager, swap.scheduleId),
    };
  }

  /** Asks everybody who was invited. */
  async requested(manager: EntityManager, swap: StoredSwap): Promise<void> {
    const { told, now } = await this.storyOf(manager, swap);
    await this.ask(manager, swap, 'swap.requested', 'requested', (answer, { timeZone }) =>
      requestText(told, answer, { timeZone, now }),
    );
  }

  /** Reminds everybody who has not answered, and the giver that it is unanswered. */
  async remind(manager: EntityManager, swap: StoredSwap, hours: ReminderHours): Promise<void> {
    const { told, now, giver } = await this.storyOf(manager, swap);
    const what = `reminder-${hours}h`;
    await this.ask(manager, swap, 'swap.reminder', what, (answer, { timeZone }) =>
      reminderText(told, hours, answer, { timeZone, now }),
    );
    await this.tell(manager, swap, 'swap.reminder', what, [giver], ({ timeZone }) =>
      unansweredText(told, hours, { timeZone, now }),
    );
  }

  /** Both sides, and everybody else whom the schedule concerns. */
  async accepted(manager: EntityManager, swap: StoredSwap): Promise<void> {
    const { told, now, giver, audience } = await this.storyOf(manager, swap);
    const acceptorId = swap.answeredBy ?? '';
    const acceptor = await peopleById(manager, [acceptorId]);
    const people = new Map([...audience, giver, ...acceptor.values()].map((person) => [person.id, person]));
    await this.tell(manager, swap, 'swap.answered', 'accepted', [...people.values()], ({ id, timeZone }) =>
      acceptedText(told, id === giver.id ? 'giver' : id === acceptorId ? 'acceptor' : 'others', {
        timeZone,
        now,
      }),
    );
  }

  /** The giver; `isOver` where nobody is left who could say yes. */
  async declined(
    manager: EntityManager,
    swap: StoredSwap,
    decliner: SwapName,
    isOver: boolean,
  ): Promise<void> {
    const { told, now, giver } = await this.storyOf(manager, swap);
    const what = `declined-by-${decliner.userId}`;
    await this.tell(manager, swap, 'swap.answered', what, [giver], ({ timeZone }) =>
      declinedText(told, decliner.name, isOver, { timeZone, now }),
    );
  }

  /** Everybody who was asked and has not said no. */
  async cancelled(manager: EntityManager, swap: StoredSwap): Promise<void> {
    const { told, now } = await this.storyOf(manager, swap);
    const asked = await this.stillAsked(manager, swap);
    await this.tell(
      manager,
      swap,
      'swap.answered',
      'cancelled',
      asked.map(({ person }) => person),
      ({ timeZone }) => cancelledText(told, { timeZone, now }),
    );
  }

  /** The giver, and everybody who was asked and has not said no. */
  async expired(manager: EntityManager, swap: StoredSwap): Promise<void> {
    const { told, now, giver } = await this.storyOf(manager, swap);
    const asked = await this.stillAsked(manager, swap);
    const people = [giver, ...asked.map(({ person }) => person)];
    await this.tell(manager, swap, 'swap.answered', 'expired', people, ({ id, timeZone }) =>
      expiredText(told, id === giver.id ? 'giver' : 'asked', { timeZone, now }),
    );
  }

  private async ask(
    manager: EntityManager,
    swap: StoredSwap,
    kind: NoticeKind,
    what: string,
    text: (answer: { replyCode: string; link: string }, reader: Pick<Reader, 'timeZone'>) => string,
  ): Promise<void> {
    const asked = await this.stillAsked(manager, swap);
    const ids = asked.map(({ person }) => person.id);
    const tokens = await newAnswerTokens(manager, swap.id, ids);
    const codes = new Map(asked.map(({ person, invitation }) => [person.id, invitation.replyCode]));
    await this.tell(
      manager,
      swap,
      kind,
      what,
      asked.map(({ person }) => person),
      ({ id, timeZone }) =>
        text(
          {
            replyCode: codes.get(id) ?? '',
            link: `${this.settings.publicUrl}/swaps/answer/${tokens.get(id) ?? ''}`,
          },
          { timeZone },
        ),
    );
  }

  private async stillAsked(
    manager: EntityManager,
    swap: StoredSwap,
  ): Promise<{ person: SwapPerson; invitation: Invitation }[]> {
    const invitations = (await invitationsOf(manager, swap.id)).filter(({ hasDeclined }) => !hasDeclined);
    const people = await peopleById(
      manager,
      invitations.map(({ userId }) => userId),
    );
    return invitations.flatMap((invitation) => {
      const person = people.get(invitation.userId);
      return person && mayCover(person) ? [{ person, invitation }] : [];
    });
  }

  /** What is asked helps nobody once the request has ended; what came of it is told however late. */
  private async tell(
    manager: EntityManager,
    swap: StoredSwap,
    kind: NoticeKind,
    what: string,
    people: readonly SwapPerson[],
    text: (person: SwapPerson) => string,
  ): Promise<void> {
    await this.notices.add(
      manager,
      people.map((person): Notice => ({
        userId: person.id,
        kind,
        text: text(person),
        onceKey: `swap:${swap.id}:${what}:${person.id}`,
        expiresAt: kind === 'swap.answered' ? null : swap.expiresAt,
      })),
    );
  }
}

/** Somebody who answers, by id and name. */
interface SwapName {
  readonly userId: string;
  readonly name: string;
}
