import { HttpException, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Principal } from '../../access/principal.js';
import { DatabaseClock } from '../../platform/clock/database-clock.js';
import { Problem } from '../../platform/http/problem.js';
import { SwapAnswers } from './swap-answers.js';
import { invitationOfToken, invitationWithCode, type Invitation } from './swap-invitations.js';
import { SwapNotices } from './swap-notices.js';
import { peopleById, type SwapPerson } from './swap-parties.js';
import { readSwap } from './swap-store.js';
import { acceptedText, askingText, saidNoText, tooLateDetail } from './swap-texts.js';

/** What somebody who follows a link, or sends an SMS, is told. */
export interface ToldAnswer {
  readonly kind: 'done' | 'refused';
  readonly text: string;
}

/** What a link shows before anything is answered. */
export type LinkedRequest =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'open'; readonly text: string }
  | { readonly kind: 'closed'; readonly text: string };

/** The doors for answers without a token of the API: a reply code by SMS, and the link of a message. */
@Injectable()
export class SwapDoors {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: DatabaseClock,
    private readonly answers: SwapAnswers,
    private readonly notices: SwapNotices,
  ) {}

  /**
   * `yes <code>` and `no <code>` from a phone.
   * @param ownerIds everybody who has verified the phone; of two the one answers who was asked with this code
   * @returns null where none of them was asked with this code
   */
  async answerByCode(ownerIds: readonly string[], code: string, agrees: boolean): Promise<ToldAnswer | null> {
    const invitation = await invitationWithCode(this.dataSource.manager, ownerIds, code);
    return invitation === null ? null : this.answerAs(invitation, agrees, 'sms');
  }

  /** @returns null for a link that nobody was given */
  async answerByLink(token: string, agrees: boolean, sourceAddress: string): Promise<ToldAnswer | null> {
    const invitation = await invitationOfToken(this.dataSource.manager, token);
    return invitation === null ? null : this.answerAs(invitation, agrees, sourceAddress);
  }

  /** What a link is about. Looking changes nothing: programs that preview links look too. */
  async look(token: string): Promise<LinkedRequest> {
    const { manager } = this.dataSource;
    const invitation = await invitationOfToken(manager, token);
    if (invitation === null) return { kind: 'unknown' };
    const swap = await readSwap(manager, invitation.swapId);
    if (swap.status === 'expired' || swap.expiresAt <= (await this.clock.now(manager)))
      return { kind: 'expired' };
    const { told, now } = await this.notices.storyOf(manager, swap);
    const reader = { timeZone: (await this.personOf(invitation)).timeZone, now };
    if (swap.status === 'open') return { kind: 'open', text: askingText(told, reader) };
    const isSelf = swap.answeredBy === invitation.userId;
    return { kind: 'closed', text: tooLateDetail(swap.status, told, told.otherName, isSelf) };
  }

  private async answerAs(
    invitation: Invitation,
    agrees: boolean,
    sourceAddress: string,
  ): Promise<ToldAnswer> {
    const person = await this.personOf(invitation);
    const principal: Principal = {
      userId: person.id,
      name: person.name,
      role: person.role,
      teams: new Map(),
      scopes: null,
      credential: { kind: 'message', id: invitation.swapId },
      sourceAddress,
    };
    try {
      const swap = await this.answers.act(principal, invitation.swapId, agrees ? 'accept' : 'decline');
      const { told, now } = await this.notices.storyOf(this.dataSource.manager, swap);
      const reader = { timeZone: person.timeZone, now };
      return {
        kind: 'done',
        text: agrees ? acceptedText(told, 'acceptor', reader) : saidNoText(told, reader),
      };
    } catch (error) {
      if (error instanceof Problem && isRefusal(error))
        return { kind: 'refused', text: `${error.detail} Nothing was changed.` };
      throw error;
    }
  }

  private async personOf({ userId }: Invitation): Promise<SwapPerson> {
    const person = (await peopleById(this.dataSource.manager, [userId])).get(userId);
    if (!person) throw new Error(`user ${userId} was asked and is gone`);
    return person;
  }
}

/** Not theirs to do, or too late: what a person is told. Everything else is a fault. */
const isRefusal = (problem: HttpException): boolean => [403, 404, 409].includes(problem.getStatus());
