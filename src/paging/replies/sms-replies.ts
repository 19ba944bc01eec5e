import { Injectable } from '@nestjs/common';
import { SwapDoors } from '../../schedules/swaps/swap-doors.js';
import { smsLine } from '../channels/page-text.js';
import {
  codesOffAnswer,
  HELP_ANSWER,
  HINT_ANSWER,
  noRequestAnswer,
  STARTED_ANSWER,
  unknownCodeAnswer,
  whoAnswer,
} from './answers.js';
import { IncidentReplies, type Answered } from './incident-replies.js';
import { PhoneOwners, type PhoneOwner } from './phone-owners.js';
import { ProofsOfReach } from './proofs-of-reach.js';
import { parseReply, type CodedReply, type Reply } from './reply-grammar.js';
import { ReplyGuard } from './reply-guard.js';
import { ReplyHints } from './reply-hints.js';
import { WhoIsOnCall } from './who-is-on-call.js';

/** An SMS that came in. */
export interface InboundSms {
  from: string;
  body: string;
}

/** Answers what people send: the same for Twilio's webhook and for the simulator. */
@Injectable()
export class SmsReplies {
  constructor(
    private readonly owners: PhoneOwners,
    private readonly incidents: IncidentReplies,
    private readonly whoIsOnCall: WhoIsOnCall,
    private readonly hints: ReplyHints,
    private readonly guard: ReplyGuard,
    private readonly proofs: ProofsOfReach,
    private readonly swaps: SwapDoors,
  ) {}

  /** Does what it says, and gives the answers to send back. To a number that nobody has verified: nothing at all. */
  async answer({ from, body }: InboundSms): Promise<string[]> {
    const owners = await this.owners.of(from);
    if (owners.length === 0) return [];
    const mayAnswer = await this.guard.mayAnswer(from, body);
    const reply = parseReply(body);
    if (reply.kind === 'unclear') return mayAnswer && (await this.hints.mayHint(from)) ? [HINT_ANSWER] : [];
    await this.hints.forget(from);
    const answer = await this.obey(reply, from, owners);
    return answer === null || !mayAnswer ? [] : [smsLine(answer)];
  }

  private async obey(
    reply: Exclude<Reply, { kind: 'unclear' }>,
    phone: string,
    owners: readonly PhoneOwner[],
  ): Promise<string | null> {
    switch (reply.kind) {
      case 'acknowledge':
      case 'resolve':
      case 'escalate':
        return reply.code === null
          ? this.prove(phone, await this.incidents.answerOnly(phone, reply.kind))
          : this.obeyCode({ ...reply, code: reply.code }, phone, owners);
      case 'acknowledge-all':
        return this.prove(phone, await this.incidents.acknowledgeAll(phone));
      case 'who':
        return whoAnswer(await this.whoIsOnCall.forTeamsOf(idsOf(owners)), zoneOf(owners));
      case 'answer-request':
      case 'answer-test':
        return this.obeyCode(reply, phone, owners);
      case 'help':
        return HELP_ANSWER;
      case 'stop':
        // The provider has confirmed it already, and would refuse to send anything more.
        await this.owners.turnOff(phone);
        return null;
      case 'start':
        await this.owners.turnOn(phone);
        return STARTED_ANSWER;
    }
  }

  /** Somebody who guesses codes finds that they are not looked at any more; says so once, and then nothing. */
  private async obeyCode(
    reply: CodedReply,
    phone: string,
    owners: readonly PhoneOwner[],
  ): Promise<string | null> {
    if (!(await this.guard.mayTryCode(phone))) return null;
    const text = await this.answerCode(reply, phone, owners);
    if (text !== null) {
      await this.guard.codeWasRight(phone);
      return this.prove(phone, { text, isOfPage: true });
    }
    const until = await this.guard.codeWasWrong(phone, idsOf(owners));
    if (until !== null) return codesOffAnswer(until, zoneOf(owners));
    return reply.kind === 'answer-request' ? noRequestAnswer(reply.code) : unknownCodeAnswer(reply.code);
  }

  /** @returns null where the code means nothing on this phone */
  private async answerCode(
    reply: CodedReply,
    phone: string,
    owners: readonly PhoneOwner[],
  ): Promise<string | null> {
    const { code } = reply;
    switch (reply.kind) {
      case 'acknowledge':
      case 'resolve':
      case 'escalate':
        return this.incidents.answerCode(phone, reply.kind, code);
      case 'answer-request': {
        const swap = await this.swaps.answerByCode(idsOf(owners), code, reply.agrees);
        return swap?.text ?? this.incidents.answerHelp(phone, code, reply.agrees);
      }
      case 'answer-test':
        return null;
    }
  }

  private async prove(phone: string, { text, isOfPage }: Answered): Promise<string> {
    if (isOfPage) await this.proofs.bySms(phone);
    return text;
  }
}

const idsOf = (owners: readonly PhoneOwner[]): string[] => owners.map((owner) => owner.userId);
const zoneOf = ([owner]: readonly PhoneOwner[]): string => owner?.timeZone ?? 'UTC';
