import { Injectable } from '@nestjs/common';
import { IncidentActions } from '../../incidents/incident-actions.js';
import { ResponderRequests, type ResponderAnswer } from '../../incidents/responders/responder-requests.js';
import {
  allAnswer,
  doneAnswer,
  helpAnswer,
  nothingOpenAnswer,
  tooLateAnswer,
  whichOneAnswer,
  type Answering,
  type NamedIncident,
  type OpenPage,
} from './answers.js';
import { PhonePages, type CodedPage, type OwnedPhone } from './phone-pages.js';
import { ProofsOfReach } from './proofs-of-reach.js';

/** Does what a phone asks for with the incidents that it was paged about, and says what happened. */
@Injectable()
export class IncidentReplies {
  constructor(
    private readonly pages: PhonePages,
    private readonly incidents: IncidentActions,
    private readonly responders: ResponderRequests,
    private readonly proofs: ProofsOfReach,
  ) {}

  /** The incident with the code. @returns null where no page of this phone has it */
  async answerCode(owned: OwnedPhone, action: Answering, code: string): Promise<string | null> {
    const page = await this.pages.withCode(owned, code);
    return page === null ? null : this.act(owned, action, page);
  }

  /** `yes` or `no` to a request for help. @returns null where no page with this code asked for any, unless it is of the past */
  async answerHelp(owned: OwnedPhone, code: string, agrees: boolean): Promise<string | null> {
    const page = await this.pages.withCode(owned, code);
    if (page === null) return null;
    const { responderRequestId: requestId, status, number } = page;
    if (requestId === null && status !== 'resolved') return null;
    await this.proofs.bySms(owned.phone);
    if (requestId === null) return tooLateAnswer(`Incident #${number} is resolved already.`);
    return this.help(page, requestId, agrees ? 'accept' : 'decline');
  }

  /** The only incident that waits. With several, none. */
  async answerOnly(owned: OwnedPhone, action: Answering): Promise<string> {
    const { waiting, acknowledged } = await this.waitingFor(owned, action);
    const [only] = waiting;
    if (!only) return nothingOpenAnswer(action, acknowledged);
    if (waiting.length > 1) return whichOneAnswer(action, waiting);
    return this.act(owned, action, only);
  }

  /** Acknowledges all that this phone was paged about. */
  async acknowledgeAll(owned: OwnedPhone): Promise<string> {
    const { waiting, acknowledged } = await this.waitingFor(owned, 'acknowledge');
    if (waiting.length === 0) return nothingOpenAnswer('acknowledge', acknowledged);
    await this.proofs.bySms(owned.phone);
    const done: NamedIncident[] = [];
    const other: string[] = [];
    for (const page of waiting) {
      if (page.responderRequestId !== null) {
        other.push(await this.help(page, page.responderRequestId, 'accept'));
        continue;
      }
      const outcome = await this.actAs(page.userId, 'acknowledge', page.incidentId);
      if (outcome.kind === 'done') done.push(page);
      else other.push(outcome.detail);
    }
    return allAnswer(done, other);
  }

  private async waitingFor(
    owned: OwnedPhone,
    action: Answering,
  ): Promise<{ waiting: OpenPage[]; acknowledged: OpenPage[] }> {
    const open = await this.pages.openOf(owned);
    const waits = (page: OpenPage): boolean =>
      action !== 'acknowledge' || page.status === 'triggered' || page.responderRequestId !== null;
    return {
      waiting: open.filter(waits),
      acknowledged: open.filter((page) => page.status === 'acknowledged'),
    };
  }

  private async act(owned: OwnedPhone, action: Answering, page: CodedPage): Promise<string> {
    await this.proofs.bySms(owned.phone);
    if (action === 'acknowledge' && page.responderRequestId !== null)
      return this.help(page, page.responderRequestId, 'accept');
    const outcome = await this.actAs(page.userId, action, page.incidentId);
    if (outcome.kind === 'too-late') return tooLateAnswer(outcome.detail);
    return doneAnswer(action, { ...outcome.incident, serviceName: page.serviceName });
  }

  private async help(page: CodedPage, requestId: string, answer: ResponderAnswer): Promise<string> {
    const outcome = await this.responders.answer(requestId, page.userId, answer, 'sms');
    return outcome.kind === 'done' ? helpAnswer(answer, page) : tooLateAnswer(outcome.detail);
  }

  /** Of two owners of one number the one acts whose page it is. */
  private actAs(userId: string, action: Answering, incidentId: string) {
    return this.incidents.act(action, incidentId, { type: 'user', userId, via: 'sms' });
  }
}
