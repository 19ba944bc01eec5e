import { Injectable } from '@nestjs/common';
import { IncidentActions } from '../../incidents/incident-actions.js';
import {
  allAnswer,
  doneAnswer,
  nothingOpenAnswer,
  tooLateAnswer,
  unknownCodeAnswer,
  whichOneAnswer,
  type Answering,
  type NamedIncident,
  type OpenPage,
} from './answers.js';
import { PhonePages } from './phone-pages.js';

/** Does what a phone asks for with the incidents that it was paged about, and says what happened. */
@Injectable()
export class IncidentReplies {
  constructor(
    private readonly pages: PhonePages,
    private readonly incidents: IncidentActions,
  ) {}

  /** One incident: the one with the code, else the only one that waits. With several, none. */
  async answerOne(phone: string, action: Answering, code: string | null): Promise<string> {
    if (code !== null) {
      const page = await this.pages.withCode(phone, code);
      return page === null ? unknownCodeAnswer(code) : this.act(action, page);
    }
    const { waiting, acknowledged } = await this.waitingFor(phone, action);
    const [only] = waiting;
    if (!only) return nothingOpenAnswer(action, acknowledged);
    return waiting.length > 1 ? whichOneAnswer(action, waiting) : this.act(action, only);
  }

  /** Acknowledges all that this phone was paged about. */
  async acknowledgeAll(phone: string): Promise<string> {
    const { waiting, acknowledged } = await this.waitingFor(phone, 'acknowledge');
    if (waiting.length === 0) return nothingOpenAnswer('acknowledge', acknowledged);
    const done: NamedIncident[] = [];
    const tooLate: string[] = [];
    for (const page of waiting) {
      const outcome = await this.actAs(page.userId, 'acknowledge', page.incidentId);
      if (outcome.kind === 'done') done.push(page);
      else tooLate.push(outcome.detail);
    }
    return allAnswer(done, tooLate);
  }

  private async waitingFor(
    phone: string,
    action: Answering,
  ): Promise<{ waiting: OpenPage[]; acknowledged: OpenPage[] }> {
    const open = await this.pages.openOf(phone);
    const acknowledged = open.filter((page) => page.status === 'acknowledged');
    const waiting = action === 'acknowledge' ? open.filter((page) => page.status === 'triggered') : open;
    return { waiting, acknowledged };
  }

  private async act(
    action: Answering,
    page: { userId: string; incidentId: string; serviceName: string },
  ): Promise<string> {
    const outcome = await this.actAs(page.userId, action, page.incidentId);
    if (outcome.kind === 'too-late') return tooLateAnswer(outcome.detail);
    return doneAnswer(action, { ...outcome.incident, serviceName: page.serviceName });
  }

  /** Of two owners of one number the one acts whose page it is. */
  private actAs(userId: string, action: Answering, incidentId: string) {
    return this.incidents.act(action, incidentId, { type: 'user', userId, via: 'sms' });
  }
}
