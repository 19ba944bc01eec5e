import { Injectable } from '@nestjs/common';
import { smsLine } from '../channels/page-text.js';
import { HELP_ANSWER, HINT_ANSWER, STARTED_ANSWER, TEST_ANSWERED, whoAnswer } from './answers.js';
import { CodedReplies } from './coded-replies.js';
import { IncidentReplies } from './incident-replies.js';
import { PhoneOwners, zoneOf, type PhoneOwner } from './phone-owners.js';
import type { Reply } from './reply-grammar.js';
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
    private readonly coded: CodedReplies,
    private readonly whoIsOnCall: WhoIsOnCall,
    private readonly hints: ReplyHints,
    private readonly guard: ReplyGuard,
  ) {}

  /** Does what it says, and gives the answers to send back. To a number that nobody has verified: nothing at all. */
  async answer({ from, body }: InboundSms): Promise<string[]> {
    const owners = await this.owners.of(from);
    if (owners.length === 0) return [];
    // A command is obeyed also where too much comes from this phone to answer it all.
    const mayAnswer = await this.guard.mayAnswer(from, body);
    const reply = await this.coded.read(body, from);
    if (reply.kind === 'unclear') return mayAnswer && (await this.hints.mayHint(from)) ? [HINT_ANSWER] : [];
    await this.hints.forget(from);
    const answer = await this.obey(reply, from, owners);
    return answer === null || !mayAnswer ? [] : [smsLine(answer)];
  }

  private async obey(
    reply: Exclude<Reply, { kind: 'unclear' }> | { kind: 'test-was-answered' },
    phone: string,
    owners: readonly PhoneOwner[],
  ): Promise<string | null> {
    if ('code' in reply && reply.code !== null)
      return this.coded.obey({ ...reply, code: reply.code }, phone, owners);
    switch (reply.kind) {
      case 'acknowledge':
      case 'resolve':
      case 'escalate':
        return this.incidents.answerOnly({ phone, ownerIds: owners.map(({ userId }) => userId) }, reply.kind);
      case 'acknowledge-all':
        return this.incidents.acknowledgeAll({ phone, ownerIds: owners.map(({ userId }) => userId) });
      case 'who':
        return whoAnswer(
          await this.whoIsOnCall.forTeamsOf(owners.map((owner) => owner.userId)),
          zoneOf(owners),
        );
      case 'test-was-answered':
        return TEST_ANSWERED;
      case 'help':
        return HELP_ANSWER;
      case 'stop':
        // The provider has confirmed it already, and would refuse to send anything more.
        await this.owners.turnOff(phone);
        return null;
      case 'start':
        await this.owners.turnOn(phone);
        return STARTED_ANSWER;
      case 'answer-request':
      case 'answer-test':
        return null;
    }
  }
}
