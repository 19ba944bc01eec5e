import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { IncidentActions } from '../../incidents/incident-actions.js';
import { ResponderRequests } from '../../incidents/responders/responder-requests.js';
import { isId } from '../../platform/database/identifier.js';
import { spokenText } from '../channels/page-text.js';
import { ProviderRequests } from '../channels/provider-requests.js';
import { StatusReports } from '../channels/status-reports.js';
import { goodbye, VOICE_ACTIONS, type VoiceQuestion, type VoiceTurn } from '../channels/voice-script.js';
import { allSentence, doneSentence, HELPING_SENTENCE, tooLateSentence, type Answering } from './answers.js';
import { PhonePages, type BundledIncident, type ToldPage } from './phone-pages.js';
import { ProofsOfReach } from './proofs-of-reach.js';
import { afterKey, readingTurn, type CallSubject } from './voice-dialogue.js';

/** A call, by its provider's id, about a page. */
export interface PageCall {
  provider: string;
  callId: string;
  pageId: string;
}

const questionSchema = z.object({
  turn: z.int(),
  confirms: z.enum(VOICE_ACTIONS).nullable(),
  // An answer of an older version does not say it: what it asked is asked anew.
  about: z.array(z.int()).default([]),
  wrongKeys: z.int(),
});
const turnSchema = z.object({ say: z.array(z.string()), listen: questionSchema.nullable() });

/** A page that is called about, with the incidents that it stands for. */
interface Matter {
  readonly page: ToldPage;
  readonly waiting: readonly [BundledIncident, ...BundledIncident[]];
}

/** A call to somebody who is paged: what is said, and what the keys do. */
@Injectable()
export class VoiceConversation {
  constructor(
    private readonly pages: PhonePages,
    private readonly incidents: IncidentActions,
    private readonly responders: ResponderRequests,
    private readonly requests: ProviderRequests,
    private readonly reports: StatusReports,
    private readonly proofs: ProofsOfReach,
  ) {}

  /** The call was answered. */
  async greet(pageId: string): Promise<VoiceTurn> {
    const matter = await this.matterOf(pageId);
    if (matter === null) return goodbye([UNKNOWN_PAGE]);
    const { page } = matter;
    const isAnswered = page.status !== 'triggered' && page.responderRequestId === null;
    const waitsElsewhere = matter.waiting.some(({ id }) => id !== page.incidentId);
    return isAnswered && !waitsElsewhere ? nothingWaits(page) : readingTurn(subjectOf(matter), 1);
  }

  /**
   * A key was pressed. A repeat of the same request does nothing again and hears the same answer.
   * @param turn which key of this call it is
   */
  async press(call: PageCall, turn: number, digits: string): Promise<VoiceTurn> {
    const answer = await this.requests.once(call.provider, call.callId, eventOf(turn), async () =>
      JSON.stringify(await this.respond(call, turn, digits)),
    );
    return turnSchema.parse(JSON.parse(answer));
  }

  private async respond(call: PageCall, turn: number, digits: string): Promise<VoiceTurn> {
    const matter = await this.matterOf(call.pageId);
    if (matter === null) return goodbye([UNKNOWN_PAGE]);
    const effect = afterKey(digits, await this.questionBefore(call, turn), subjectOf(matter));
    if ('turn' in effect) return effect.turn;
    const said = await this.act(matter, effect.do);
    await this.reports.keyWasPressed(call.provider, call.callId);
    await this.proofs.byCall(matter.page.address);
    return goodbye([said]);
  }

  /** What the call had asked when this key was pressed: the answer to the key before says it. */
  private async questionBefore({ provider, callId }: PageCall, turn: number): Promise<VoiceQuestion> {
    const before = turn > 1 ? await this.requests.answerOf(provider, callId, eventOf(turn - 1)) : null;
    const asked = before === null ? null : turnSchema.parse(JSON.parse(before)).listen;
    return { confirms: null, about: [], wrongKeys: 0, ...asked, turn };
  }

  private async act({ page, waiting }: Matter, action: Answering): Promise<string> {
    if (page.responderRequestId !== null) {
      const answer = await this.responders.answer(page.responderRequestId, page.userId, 'accept', 'voice');
      return answer.kind === 'done' ? HELPING_SENTENCE : tooLateSentence(answer.detail);
    }
    const actor = { type: 'user', userId: page.userId, via: 'voice' } as const;
    const outcomes = [];
    for (const { id } of waiting) outcomes.push(await this.incidents.act(action, id, actor));
    const [only, ...others] = outcomes;
    if (only && others.length === 0) {
      return only.kind === 'done' ? doneSentence(action, only.incident.number) : tooLateSentence(only.detail);
    }
    return allSentence(outcomes.filter(({ kind }) => kind === 'done').length, outcomes.length);
  }

  /** What the call is about now. An incident that somebody has taken meanwhile stays where there is no other. */
  private async matterOf(pageId: string): Promise<Matter | null> {
    const page = isId(pageId) ? await this.pages.told(pageId) : null;
    if (page === null) return null;
    const { incidentId, incidentNumber, title, serviceName, severity } = page;
    const own = { id: incidentId, number: incidentNumber, title, serviceName, severity };
    if (page.responderRequestId !== null) return { page, waiting: [own] };
    const others = await this.pages.bundledWith(pageId);
    const [first, ...more] = page.status === 'triggered' ? [own, ...others] : others;
    return { page, waiting: first ? [first, ...more] : [own] };
  }
}

const eventOf = (turn: number): string => `keys:${turn}`;

const UNKNOWN_PAGE = 'This page is not known any more. Goodbye.';

function subjectOf({ page, waiting }: Matter): CallSubject {
  const [first, ...others] = waiting;
  const isOwn = first.id === page.incidentId;
  const facts = {
    ...page,
    incidentNumber: first.number,
    title: first.title,
    serviceName: first.serviceName,
    severity: first.severity,
    ...(waiting.length > 1
      ? { bundle: { count: waiting.length, worst: first, incidentIds: waiting.map(({ id }) => id) } }
      : {}),
  };
  return {
    sentences: spokenText(facts, isOwn ? page : null),
    incidentNumbers: [first.number, ...others.map(({ number }) => number)],
    asksForHelp: page.responderRequestId !== null,
  };
}

/** Somebody was quicker while the phone rang. */
function nothingWaits({ incidentNumber, status, acknowledgedByName }: ToldPage): VoiceTurn {
  const by = acknowledgedByName === null ? '' : ` by ${acknowledgedByName}`;
  const state = status === 'resolved' ? 'resolved' : `acknowledged${by}`;
  return goodbye([`This is Rouse. Incident ${incidentNumber} is ${state} already. Goodbye.`]);
}
