import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { forbidden, mayDo } from '../../access/permission.js';
import type { Principal } from '../../access/principal.js';
import { newId } from '../../platform/database/identifier.js';
import { requireReferences } from '../../platform/database/references.js';
import { toPage, type Page, type PageQuery } from '../../platform/http/pagination.js';
import { conflict, impossible, notFound } from '../../platform/http/problem.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import { whyTooLate } from '../action-outcome.js';
import type { Actor } from '../actor.js';
import { IncidentReader } from '../incident-reader.js';
import { IncidentStore } from '../incident-store.js';
import { responderTransition, type ResponderStatus } from '../lifecycle/responder-lifecycle.js';
import { pageResponders } from './page-responders.job.js';
import {
  toAskedRequestView,
  toResponderRequestView,
  type AskedRequestsView,
  type ResponderRequestInput,
  type ResponderRequestView,
} from './responder-request-schema.js';
import {
  incidentOfRequest,
  insertRequest,
  isAsked,
  lockRequest,
  readAsked,
  readRequests,
  saveEnd,
  type LockedRequest,
  type StoredRequest,
} from './responder-store.js';
import { ResponderTelling } from './responder-telling.js';

/** What somebody who is asked to help may say. */
export type ResponderAnswer = 'accept' | 'decline';
/** By which door a person answers. */
export type AnswerDoor = Extract<Actor, { type: 'user' }>['via'];

/** How an answer ended. `too-late` and `forbidden` are answers, not errors: `detail` says why in words. */
export type ResponderOutcome =
  | { readonly kind: 'done'; readonly request: StoredRequest }
  | { readonly kind: 'too-late' | 'forbidden'; readonly request: StoredRequest; readonly detail: string };

/** "Help me": asks other people to help with an incident, and takes their answers. */
@Injectable()
export class ResponderRequests {
  constructor(
    private readonly dataSource: DataSource,
    private readonly incidents: IncidentStore,
    private readonly telling: ResponderTelling,
    private readonly reader: IncidentReader,
    private readonly wakeUps: WakeUpQueue,
  ) {}

  /**
   * Asks a person, or whoever is on call in a schedule, who is paged at once, whether or not somebody has the incident.
   * @throws Problem 404; 409 where it is over or the person is asked already; 422 with the path of an unknown id
   */
  async create(
    principal: Principal,
    incidentId: string,
    input: ResponderRequestInput,
  ): Promise<ResponderRequestView> {
    const request = await this.dataSource.transaction((manager) =>
      this.createWithin(manager, principal, incidentId, input),
    );
    if (typeof request === 'string') throw conflict(request, { incident: await this.reader.one(incidentId) });
    await this.wakeUps.schedule([pageResponders(request.id, request.fence, 0)]);
    return toResponderRequestView(request);
  }

  /** A text says why it is too late. */
  private async createWithin(
    manager: EntityManager,
    principal: Principal,
    incidentId: string,
    input: ResponderRequestInput,
  ): Promise<LockedRequest | string> {
    const [incident] = await this.incidents.lock(manager, [incidentId]);
    if (!incident) throw notFound('incident');
    if (incident.status === 'resolved') return whyTooLate(incident);
    const { userId, scheduleId, message } = input;
    if (userId === principal.userId) throw impossible([{ path: 'userId', message: 'is yourself' }]);
    await requireReferences(manager, [
      ...(userId === null ? [] : [{ table: 'current_users', what: 'user', id: userId, path: 'userId' }]),
      ...(scheduleId === null
        ? []
        : [{ table: 'current_schedules', what: 'schedule', id: scheduleId, path: 'scheduleId' }]),
    ]);
    if (userId !== null && (await isAsked(manager, incidentId, userId)))
      return 'This person is asked already, and has not answered yet.';
    const id = newId();
    await insertRequest(manager, {
      id,
      incidentId,
      userId,
      scheduleId,
      requestedBy: principal.userId,
      message,
    });
    const request = await lock(manager, id);
    const actor = { type: 'user', userId: principal.userId, via: 'api' } as const;
    await this.telling.note(manager, request, 'responder.requested', actor, message);
    return request;
  }

  /** Newest first. @throws Problem 404 when there is no such incident */
  async list(incidentId: string, query: PageQuery): Promise<Page<ResponderRequestView>> {
    const { manager } = this.dataSource;
    const known = await manager.query<unknown[]>('SELECT 1 FROM incidents WHERE id = $1', [incidentId]);
    if (known.length === 0) throw notFound('incident');
    return toPage((await readRequests(manager, incidentId, query)).map(toResponderRequestView), query.limit);
  }

  /** What waits for the answer of who asks, newest first. */
  async askedOf({ userId }: Principal): Promise<AskedRequestsView> {
    return { items: (await readAsked(this.dataSource.manager, userId)).map(toAskedRequestView) };
  }

  /**
   * Answers for a person, from whichever door, and commits.
   * @throws Problem 404 when there is no such request
   */
  answer(
    requestId: string,
    userId: string,
    answer: ResponderAnswer,
    via: AnswerDoor,
  ): Promise<ResponderOutcome> {
    return this.dataSource.transaction((manager) =>
      this.answerWithin(manager, requestId, userId, answer, via),
    );
  }

  /** The same as `answer`, inside somebody's transaction. */
  async answerWithin(
    manager: EntityManager,
    requestId: string,
    userId: string,
    answer: ResponderAnswer,
    via: AnswerDoor,
  ): Promise<ResponderOutcome> {
    const { incident, request } = await this.lockWithIncident(manager, requestId);
    const change = responderTransition(request.status, answer, {
      isAsked: request.userId === userId,
      mayCancel: false,
    });
    switch (change.kind) {
      case 'forbidden':
        return { kind: 'forbidden', request, detail: NOT_ASKED };
      case 'too-late':
        return { kind: 'too-late', request, detail: whyOver(change.why) };
      case 'unchanged':
        return { kind: 'done', request };
      case 'change': {
        const to = answer === 'accept' ? 'accepted' : 'declined';
        await saveEnd(manager, requestId, to, userId);
        await this.telling.news(manager, request, incident, to, { type: 'user', userId, via });
        return { kind: 'done', request: await lock(manager, requestId) };
      }
    }
  }

  /** Over the API. @throws Problem 403 where somebody else is asked, 404, 409 with the request where it is over */
  async answerRequest(
    principal: Principal,
    requestId: string,
    answer: ResponderAnswer,
  ): Promise<ResponderRequestView> {
    const outcome = await this.answer(requestId, principal.userId, answer, 'api');
    const view = toResponderRequestView(outcome.request);
    if (outcome.kind === 'forbidden') throw forbidden(outcome.detail);
    if (outcome.kind === 'too-late') throw conflict(outcome.detail, { responderRequest: view });
    return view;
  }

  /** Takes a request back. @throws Problem 403 for anybody but the one who asked and admins, 404, 409 where it is over */
  async cancel(principal: Principal, requestId: string): Promise<ResponderRequestView> {
    const { request, refusal } = await this.dataSource.transaction(async (manager) => {
      const { request: before } = await this.lockWithIncident(manager, requestId);
      const mayCancel = mayDo(principal, 'responder-request.cancel', { ownerId: before.requestedBy });
      const change = responderTransition(before.status, 'cancel', { isAsked: false, mayCancel });
      if (change.kind === 'forbidden') return { request: before, refusal: forbidden(NOT_ASKER) };
      const view = toResponderRequestView(before);
      if (change.kind === 'too-late')
        return { request: before, refusal: conflict(whyOver(change.why), { responderRequest: view }) };
      if (change.kind === 'unchanged') return { request: before };
      await saveEnd(manager, requestId, 'cancelled', null);
      const actor = { type: 'user', userId: principal.userId, via: 'api' } as const;
      await this.telling.note(manager, before, 'responder.cancelled', actor, null);
      return { request: await lock(manager, requestId) };
    });
    if (refusal) throw refusal;
    return toResponderRequestView(request);
  }

  /** The incident is locked before the request, as everywhere. */
  private async lockWithIncident(manager: EntityManager, requestId: string) {
    const incidentId = await incidentOfRequest(manager, requestId);
    if (incidentId === null) throw notFound('responder request');
    const [incident] = await this.incidents.lock(manager, [incidentId]);
    if (!incident) throw notFound('responder request');
    return { incident, request: await lock(manager, requestId) };
  }
}

async function lock(manager: EntityManager, id: string): Promise<LockedRequest> {
  const request = await lockRequest(manager, id);
  if (!request) throw notFound('responder request');
  return request;
}

const NOT_ASKED = 'Somebody else was asked: only they can answer.';
const NOT_ASKER = 'Only the one who asked, or an admin, can take this back.';

const whyOver = (status: Exclude<ResponderStatus, 'pending'>): string =>
  ({
    accepted: 'The request was accepted already.',
    declined: 'The request was declined already.',
    expired: 'The request was not answered in time.',
    cancelled: 'The request was taken back, or the incident is over.',
  })[status];
