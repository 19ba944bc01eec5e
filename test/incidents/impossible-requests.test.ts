import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningRouse } from '../support/rouse.js';
import { startLiving, type Living, type LivingIncident } from './living.js';

const UNKNOWN = '01900000-0000-7000-8000-000000000000';
const ids = (count: number) =>
  Array.from(
    { length: count },
    (_nothing, place) => `01900000-0000-7000-8000-${String(place).padStart(12, '0')}`,
  );

/** The action, a body that cannot be, and the paths of what is wrong with it. */
const bodies: [string, unknown, string[]][] = [
  ['snooze', {}, ['seconds']],
  ['snooze', { seconds: 59 }, ['seconds']],
  ['snooze', { seconds: 604_801 }, ['seconds']],
  ['snooze', { seconds: 90.5 }, ['seconds']],
  ['snooze', { seconds: '60' }, ['seconds']],
  ['snooze', { seconds: null }, ['seconds']],
  ['snooze', { seconds: 60, until: 'noon' }, ['until']],
  ['snooze', [], ['']],
  ['reassign', {}, ['userIds']],
  ['reassign', { userIds: [] }, ['userIds']],
  ['reassign', { userIds: 'ana' }, ['userIds']],
  ['reassign', { userIds: ['ana'] }, ['userIds.0']],
  ['reassign', { userIds: [UNKNOWN] }, ['userIds.0']],
  ['reassign', { userIds: [UNKNOWN, UNKNOWN] }, ['userIds.1']],
  ['reassign', { userIds: ids(21) }, ['userIds']],
  ['reassign', { userIds: [UNKNOWN], escalationPolicyId: UNKNOWN }, ['escalationPolicyId']],
  ['reassign', { escalationPolicyId: UNKNOWN }, ['escalationPolicyId']],
  ['reassign', { escalationPolicyId: 'mine' }, ['escalationPolicyId']],
  ['reassign', { scheduleId: UNKNOWN }, ['scheduleId', 'userIds']],
  ['merge', {}, ['into']],
  ['merge', { into: 'that one' }, ['into']],
  ['merge', { into: UNKNOWN }, ['into']],
  ['merge', { into: [UNKNOWN] }, ['into']],
  ['notes', {}, ['text']],
  ['notes', { text: '  ' }, ['text']],
  ['notes', { text: 'x'.repeat(5001) }, ['text']],
  ['notes', { text: 'a\u0000b' }, ['text']],
  ['notes', { text: 'hello', to: 'all' }, ['to']],
  ['responder-requests', {}, ['userId']],
  ['responder-requests', { userId: UNKNOWN }, ['userId']],
  ['responder-requests', { userId: 'bo' }, ['userId']],
  ['responder-requests', { scheduleId: UNKNOWN }, ['scheduleId']],
  ['responder-requests', { userId: UNKNOWN, scheduleId: UNKNOWN }, ['scheduleId']],
  ['responder-requests', { userId: UNKNOWN, message: 'x'.repeat(501) }, ['message']],
  ['', { priority: 'P0' }, ['priority']],
  ['', { priority: 1 }, ['priority']],
  ['', { urgency: 'medium' }, ['urgency']],
  ['', { urgency: null }, ['urgency']],
  ['', { title: ' ' }, ['title']],
  ['', { title: 'x'.repeat(1025) }, ['title']],
  ['', { status: 'resolved' }, ['status']],
];

const queries: [string, string][] = [
  ['status=open', 'status.0'],
  ['priority=P1,P6', 'priority.1'],
  ['priority=', 'priority.0'],
  ['urgency=severe', 'urgency.0'],
  ['assignedTo=ana', 'assignedTo'],
  ['owner=ana', 'owner'],
];

describe('what cannot be', () => {
  let living: Living;
  let rouse: RunningRouse;
  let incident: LivingIncident;

  beforeAll(async () => {
    living = await startLiving();
    ({ rouse } = living);
    incident = await living.triggered([{ page: [await rouse.person({ name: 'Ana' })] }]);
  });
  afterAll(async () => {
    expect(await rouse.incident(incident.id)).toMatchObject({
      status: 'triggered',
      noteCount: 0,
      priority: null,
    });
    await rouse.stop();
  });

  it.each(bodies)('%s %j is refused with its path', async (action, body, paths) => {
    const path = `/api/v1/incidents/${incident.id}${action === '' ? '' : `/${action}`}`;
    const answer = await rouse.api(action === '' ? 'PATCH' : 'POST', path, body);
    expect(answer).toMatchObject({ status: 422, body: { errors: paths.map((each) => ({ path: each })) } });
  });

  it.each(queries)('a list by %s is refused with its path', async (query, path) => {
    expect(await rouse.api('GET', `/api/v1/incidents?${query}`)).toMatchObject({
      status: 422,
      body: { errors: [{ path }] },
    });
  });

  it.each([
    ['POST', 'snooze', { seconds: 60 }],
    ['POST', 'reassign', { userIds: [UNKNOWN] }],
    ['POST', 'merge', { into: UNKNOWN }],
    ['POST', 'notes', { text: 'hello' }],
    ['GET', 'notes', undefined],
    ['GET', 'alerts', undefined],
    ['POST', 'responder-requests', { userId: UNKNOWN }],
    ['GET', 'responder-requests', undefined],
  ])('%s %s of no incident is not found', async (method, action, body) => {
    for (const id of [action === 'merge' ? ids(2)[1] : UNKNOWN, 'none'])
      expect(await rouse.api(method, `/api/v1/incidents/${String(id)}/${action}`, body)).toMatchObject({
        status: 404,
      });
  });
});
