import { Injectable } from '@nestjs/common';
import { SwapDoors } from '../../schedules/swaps/swap-doors.js';
import { ContactTests } from '../test-pages/contact-tests.js';
import { codesOffAnswer, noRequestAnswer, TEST_ANSWERED, unknownCodeAnswer } from './answers.js';
import { IncidentReplies } from './incident-replies.js';
import { zoneOf, type PhoneOwner } from './phone-owners.js';
import { ProofsOfReach } from './proofs-of-reach.js';
import { parseReply, type CodedReply, type Reply } from './reply-grammar.js';
import { ReplyGuard } from './reply-guard.js';

/** Replies that name what they answer by its code: a page, a teammate's request, a test. */
@Injectable()
export class CodedReplies {
  constructor(
    private readonly guard: ReplyGuard,
    private readonly incidents: IncidentReplies,
    private readonly swaps: SwapDoors,
    private readonly tests: ContactTests,
    private readonly proofs: ProofsOfReach,
  ) {}

  /** Reads an SMS. A bare `ok` is a command while a test page waits for it, and is obeyed with that; else it is talk. */
  async read(body: string, phone: string): Promise<Reply | { kind: 'test-was-answered' }> {
    const reply = parseReply(body);
    if (reply.kind !== 'answer-test' || reply.code !== null) return reply;
    return (await this.tests.answer(phone, null)) ? { kind: 'test-was-answered' } : { kind: 'unclear' };
  }

  /**
   * Does what the reply says. Somebody who guesses codes is told once that they are not looked at any more, and then
   * nothing.
   */
  async obey(reply: CodedReply, phone: string, owners: readonly PhoneOwner[]): Promise<string | null> {
    if (!(await this.guard.mayTryCode(phone))) return null;
    const ownerIds = owners.map((owner) => owner.userId);
    const text = await this.answer(reply, phone, ownerIds);
    if (text !== null) {
      await this.guard.codeWasRight(phone);
      return text;
    }
    const until = await this.guard.codeWasWrong(phone, ownerIds);
    if (until !== null) return codesOffAnswer(until, zoneOf(owners));
    return reply.kind === 'answer-request' ? noRequestAnswer(reply.code) : unknownCodeAnswer(reply.code);
  }

  /** @returns null where the code means nothing on this phone */
  private async answer(
    reply: CodedReply,
    phone: string,
    ownerIds: readonly string[],
  ): Promise<string | null> {
    const { code } = reply;
    switch (reply.kind) {
      case 'acknowledge':
      case 'resolve':
      case 'escalate':
        return this.incidents.answerCode({ phone, ownerIds }, reply.kind, code);
      case 'answer-request': {
        const swap = await this.swaps.answerByCode(ownerIds, code, reply.agrees);
        if (swap === null) return this.incidents.answerHelp({ phone, ownerIds }, code, reply.agrees);
        await this.proofs.bySms(phone);
        return swap.text;
      }
      case 'answer-test':
        return (await this.tests.answer(phone, code)) ? TEST_ANSWERED : null;
    }
  }
}
