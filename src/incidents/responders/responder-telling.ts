import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Notices } from '../../people/notices.js';
import { Users } from '../../people/users.js';
import type { Actor } from '../actor.js';
import { Timeline } from '../timeline.js';
import type { StoredRequest } from './responder-store.js';
import { askText, responderNewsText, type HelpedIncident, type ResponderNews } from './responder-texts.js';

/** Tells how asking for help went: the timeline, and whoever asked. */
@Injectable()
export class ResponderTelling {
  constructor(
    private readonly notices: Notices,
    private readonly users: Users,
    private readonly timeline: Timeline,
  ) {}

  /** In the transaction of what it tells. */
  async news(
    manager: EntityManager,
    request: StoredRequest,
    incident: HelpedIncident,
    news: ResponderNews,
    actor: Actor,
    reason: string | null = null,
  ): Promise<void> {
    await this.note(manager, request, `responder.${news}`, actor, reason);
    await this.notices.add(manager, [
      {
        userId: request.requestedBy,
        kind: 'responder.answered',
        text: responderNewsText(news, await this.whom(manager, request), incident),
        onceKey: `responder:${request.id}:${news}`,
        expiresAt: null,
      },
    ]);
  }

  /** An entry of the timeline alone. */
  note(
    manager: EntityManager,
    request: Pick<StoredRequest, 'id' | 'incidentId' | 'userId' | 'scheduleId'>,
    kind: string,
    actor: Actor,
    reason: string | null,
  ): Promise<void> {
    const { id, incidentId, userId, scheduleId } = request;
    const details = { responderRequestId: id, userId, ...(scheduleId === null ? {} : { scheduleId }) };
    return this.timeline.append(manager, [{ incidentId, kind, actor, reason, details }]);
  }

  /** What whoever is asked reads and hears. */
  async ask(manager: EntityManager, request: StoredRequest): Promise<string> {
    const names = await this.users.namesOf(manager, [request.requestedBy]);
    return askText(names.get(request.requestedBy) ?? 'Somebody', request.message);
  }

  private async whom(manager: EntityManager, { userId, scheduleId }: StoredRequest): Promise<string> {
    if (userId !== null) return (await this.users.namesOf(manager, [userId])).get(userId) ?? 'Somebody';
    const [schedule] = await manager.query<{ name: string }[]>('SELECT name FROM schedules WHERE id = $1', [
      scheduleId,
    ]);
    return `Whoever is on call in ${schedule?.name ?? 'the schedule'}`;
  }
}
