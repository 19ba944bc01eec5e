import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { IncidentActions } from '../../../incidents/incident-actions.js';
import { ResponderRequests } from '../../../incidents/responders/responder-requests.js';
import { hashOfLink } from '../../channels/page-links.js';
import { allAnswer, doneAnswer, helpAnswer, tooLateAnswer } from '../answers.js';
import { PhonePages, type ToldPage } from '../phone-pages.js';
import { STORY_KINDS, type LinkAction, type LinkedIncident, type StoryEntry } from './linked-incident.js';

/** So many lines of the story fit under the buttons of a phone. */
const STORY_LINES = 8;

/** What a link leads to. */
export type LookedAt =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'incident'; readonly incident: LinkedIncident };

/** What became of an answer by link, and how the incident stands after it. */
export interface AnsweredByLink {
  readonly isDone: boolean;
  readonly text: string;
  readonly incident: LinkedIncident;
}

/** The links of messages: whoever has one sees the incident and answers in the name of the one who was paged. */
@Injectable()
export class PageDoors {
  constructor(
    private readonly dataSource: DataSource,
    private readonly pages: PhonePages,
    private readonly incidents: IncidentActions,
    private readonly responders: ResponderRequests,
  ) {}

  /** Looking changes nothing: programs that preview links look too. */
  async look(token: string): Promise<LookedAt> {
    const [link] = await this.dataSource.query<{ pageId: string; isOver: boolean }[]>(
      `SELECT link.page_id AS "pageId",
              coalesce(incident.resolved_at < rouse_now() - interval '7 days', false) AS "isOver"
       FROM page_links link JOIN pages page ON page.id = link.page_id
       JOIN current_users person ON person.id = page.user_id
       JOIN incidents incident ON incident.id = page.incident_id
       WHERE link.token_hash = $1`,
      [hashOfLink(token)],
    );
    if (!link) return { kind: 'unknown' };
    if (link.isOver) return { kind: 'expired' };
    const page = await this.pages.told(link.pageId);
    if (page === null) return { kind: 'unknown' };
    const [others, story] = await Promise.all([
      this.pages.bundledWith(link.pageId),
      this.storyOf(page.incidentId),
    ]);
    return { kind: 'incident', incident: { page, others, story } };
  }

  /** Does it, and looks again. @returns what the link leads to where it leads to no incident */
  async answer(token: string, action: LinkAction): Promise<AnsweredByLink | LookedAt> {
    const before = await this.look(token);
    if (before.kind !== 'incident') return before;
    const { isDone, text } = await this.act(before.incident, action);
    const after = await this.look(token);
    return { isDone, text, incident: after.kind === 'incident' ? after.incident : before.incident };
  }

  private async act(
    incident: LinkedIncident,
    action: LinkAction,
  ): Promise<{ isDone: boolean; text: string }> {
    const { page } = incident;
    switch (action) {
      case 'accept':
      case 'decline':
        return this.help(page, action);
      case 'acknowledge-all':
        return this.acknowledgeAll(incident);
      case 'acknowledge':
      case 'resolve':
      case 'escalate': {
        const outcome = await this.incidents.act(action, page.incidentId, byLink(page));
        return outcome.kind === 'done'
          ? { isDone: true, text: doneAnswer(action, { ...outcome.incident, serviceName: page.serviceName }) }
          : { isDone: false, text: tooLateAnswer(outcome.detail) };
      }
    }
  }

  private async acknowledgeAll({ page, others }: LinkedIncident): Promise<{ isDone: boolean; text: string }> {
    const { incidentId, incidentNumber, title, serviceName } = page;
    const done = [];
    const tooLate = [];
    for (const one of [{ id: incidentId, number: incidentNumber, title, serviceName }, ...others]) {
      const outcome = await this.incidents.act('acknowledge', one.id, byLink(page));
      if (outcome.kind === 'done') done.push(one);
      else tooLate.push(outcome.detail);
    }
    return { isDone: done.length > 0, text: allAnswer(done, tooLate) };
  }

  private async help(
    page: ToldPage,
    answer: 'accept' | 'decline',
  ): Promise<{ isDone: boolean; text: string }> {
    const { responderRequestId } = page;
    if (responderRequestId === null)
      return { isDone: false, text: tooLateAnswer('Nobody asks for your help any more.') };
    const outcome = await this.responders.answer(responderRequestId, page.userId, answer, 'link');
    return outcome.kind === 'done'
      ? { isDone: true, text: helpAnswer(answer, { ...page, number: page.incidentNumber }) }
      : { isDone: false, text: tooLateAnswer(outcome.detail) };
  }

  private storyOf(incidentId: string): Promise<StoryEntry[]> {
    return this.dataSource.query<StoryEntry[]>(
      `SELECT entry.at, entry.kind, actor.name AS "actorName", person.name AS "userName",
              entry.details ->> 'type' AS type, entry.details ->> 'text' AS text
       FROM timeline_entries entry
       LEFT JOIN users actor ON actor.id::text = entry.actor ->> 'userId'
       LEFT JOIN users person ON person.id::text = entry.details ->> 'userId'
       WHERE entry.incident_id = $1 AND entry.kind = ANY($2::text[]) ORDER BY entry.id DESC LIMIT $3`,
      [incidentId, STORY_KINDS, STORY_LINES],
    );
  }
}

const byLink = ({ userId }: ToldPage) => ({ type: 'user', userId, via: 'link' }) as const;
