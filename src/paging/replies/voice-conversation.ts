import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { IncidentActions } from '../../incidents/incident-actions.js';
import { isId } from '../../platform/database/identifier.js';
import { spokenText } from '../channels/page-text.js';
import { ProviderRequests } from '../channels/provider-requests.js';
import { StatusReports } from '../channels/status-reports.js';
import { askAgain, goodbye, meaningOf, readingTurn, type VoiceTurn } from '../channels/voice-script.js';
import { doneSentence, tooLateSentence, type Answering } from './answers.js';
import { PhonePages, type CallPage } from './phone-pages.js';

/** A call, by its provider's id, about a page. */
export interface PageCall {
  provider: string;
  callId: string;
  pageId: string;
}

const turnSchema = z.object({ say: z.array(z.string()), listen: z.object({ turn: z.int() }).nullable() });

/** A call to somebody who is paged: what is said, and what the keys do. */
@Injectable()
export class VoiceConversation {
  constructor(
    private readonly pages: PhonePages,
    private readonly incidents: IncidentActions,
    private readonly requests: ProviderRequests,
    private readonly reports: StatusReports,
  ) {}

  /** The call was answered. */
  async greet(pageId: string): Promise<VoiceTurn> {
    const page = await this.find(pageId);
    return page === null ? goodbye([UNKNOWN_PAGE]) : reading(page, 1);
  }

  /**
   * A key was pressed. A repeat of the same request does nothing again and hears the same answer.
   * @param turn which question of this call the key answers
   */
  async press(call: PageCall, turn: number, digits: string): Promise<VoiceTurn> {
    const answer = await this.requests.once(call.provider, call.callId, `keys:${turn}`, async () =>
      JSON.stringify(await this.respond(call, turn, digits)),
    );
    return turnSchema.parse(JSON.parse(answer));
  }

  private async respond(call: PageCall, turn: number, digits: string): Promise<VoiceTurn> {
    const page = await this.find(call.pageId);
    if (page === null) return goodbye([UNKNOWN_PAGE]);
    const key = meaningOf(digits);
    if (key === 'repeat') return reading(page, turn + 1);
    if (key === 'unknown') return askAgain(turn + 1);
    return this.act(call, page, key);
  }

  private async act(call: PageCall, page: CallPage, action: Answering): Promise<VoiceTurn> {
    const outcome = await this.incidents.act(action, page.incidentId, {
      type: 'user',
      userId: page.userId,
      via: 'voice',
    });
    await this.reports.keyWasPressed(call.provider, call.callId);
    return goodbye([
      outcome.kind === 'done'
        ? doneSentence(action, outcome.incident.number)
        : tooLateSentence(outcome.detail),
    ]);
  }

  private async find(pageId: string): Promise<CallPage | null> {
    return isId(pageId) ? this.pages.ofCall(pageId) : null;
  }
}

const UNKNOWN_PAGE = 'This page is not known any more. Goodbye.';

/** Reads the page out, unless somebody was quicker while the phone rang. */
function reading(page: CallPage, turn: number): VoiceTurn {
  const number = page.incidentNumber;
  if (page.status === 'resolved')
    return goodbye([`This is Rouse. Incident ${number} is resolved already. Goodbye.`]);
  if (page.status === 'acknowledged') {
    const by = page.acknowledgedByName === null ? '' : ` by ${page.acknowledgedByName}`;
    return goodbye([`This is Rouse. Incident ${number} is acknowledged${by} already. Goodbye.`]);
  }
  return readingTurn(spokenText(page), turn);
}
