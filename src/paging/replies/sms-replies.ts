import { Injectable } from '@nestjs/common';
import { SwapDoors } from '../../schedules/swaps/swap-doors.js';
import { smsLine } from '../channels/page-text.js';
import { HELP_ANSWER, HINT_ANSWER, noRequestAnswer, STARTED_ANSWER, whoAnswer } from './answers.js';
import { IncidentReplies } from './incident-replies.js';
import { PhoneOwners, type PhoneOwner } from './phone-owners.js';
import { parseReply, type Reply } from './reply-grammar.js';
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
    private readonly swaps: SwapDoors,
  ) {}

  /** Does what it says, and gives the answers to send back. To a number that nobody has verified: nothing at all. */
  async answer({ from, body }: InboundSms): Promise<string[]> {
    const owners = await this.owners.of(from);
    if (owners.length === 0) return [];
    const reply = parseReply(body);
    if (reply.kind === 'unclear') return (await this.hints.mayHint(from)) ? [HINT_ANSWER] : [];
    await this.hints.forget(from);
    const answer = await this.obey(reply, from, owners);
    return answer === null ? [] : [smsLine(answer)];
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
        return this.incidents.answerOne(phone, reply.kind, reply.code);
      case 'acknowledge-all':
        return this.incidents.acknowledgeAll(phone);
      case 'who':
        return whoAnswer(
          await this.whoIsOnCall.forTeamsOf(owners.map((owner) => owner.userId)),
          owners[0]?.timeZone ?? 'UTC',
        );
      case 'answer-request':
        return this.answerRequest(reply, owners);
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

  /** Yes or no to a teammate who wants to trade a shift. */
  private async answerRequest(
    { code, agrees }: Extract<Reply, { kind: 'answer-request' }>,
    owners: readonly PhoneOwner[],
  ): Promise<string> {
    const ownerIds = owners.map((owner) => owner.userId);
    const answer = await this.swaps.answerByCode(ownerIds, code, agrees);
    return answer?.text ?? noRequestAnswer(code);
  }
}
