import { describe, expect, it } from '@jest/globals';
import type { Change } from '../changes/change-log.js';
import {
  changeEvent,
  heartbeat,
  isWanted,
  openingEvent,
  resetEvent,
  type StreamTopic,
} from './stream-event.js';

const position = { xid: 734n, id: 12n };
const at = new Date('2026-01-05T09:00:00Z');

const incident = (kind: string, details: Record<string, unknown> = {}): Change => ({
  position,
  kind,
  at,
  incident: { id: 'i-1', number: 7, title: 'Disk full', status: 'triggered', serviceId: 's-1' },
  actor: { type: 'system' },
  details,
});
const override: Change = {
  position,
  kind: 'override.changed',
  at,
  incident: null,
  action: 'override.create',
  objectId: 'o-1',
  object: { id: 'o-1', scheduleId: 'sch-1', userId: 'u-1', reason: 'dentist' },
};

const ALL: readonly StreamTopic[] = ['incident', 'page', 'schedule'];

describe('isWanted', () => {
  it.each([
    ['everything', incident('incident.triggered'), ALL, null, true],
    ['an incident among incidents', incident('note.added'), ['incident'] as const, null, true],
    ['no page among incidents', incident('attempt.sent'), ['incident'] as const, null, false],
    ['a page among pages', incident('page.created'), ['page'] as const, null, true],
    ['no schedule among pages', override, ['page'] as const, null, false],
    ['a schedule among schedules', override, ['schedule'] as const, null, true],
    ['the incident asked for', incident('attempt.sent'), ALL, 'i-1', true],
    ['no other incident', incident('attempt.sent'), ALL, 'i-2', false],
    ['no schedule beside an incident', override, ALL, 'i-1', false],
  ])('%s', (_name, change, topics, incidentId, expected) => {
    expect(isWanted(change, { topics, incidentId })).toBe(expected);
  });
});

describe('changeEvent', () => {
  it('has its position, its kind, and one line of data', () => {
    const details = { pageId: 'p-1', type: 'sms', to: '+15551234567', text: 'two\nlines' };
    expect(changeEvent(incident('attempt.sent', details))).toBe(
      'id: 734-12\nevent: attempt.sent\ndata: {"kind":"attempt.sent","at":"2026-01-05T09:00:00.000Z",' +
        '"incident":{"id":"i-1","number":7,"title":"Disk full","status":"triggered","serviceId":"s-1"},' +
        '"actor":{"type":"system"},"details":{"pageId":"p-1","type":"sms","to":"+15…67"}}\n\n',
    );
  });

  it('names the schedule and the people of a change of the calendar, and no reasons', () => {
    expect(changeEvent(override)).toBe(
      'id: 734-12\nevent: override.changed\ndata: {"kind":"override.changed","at":"2026-01-05T09:00:00.000Z",' +
        '"action":"override.create","id":"o-1","scheduleId":"sch-1","userId":"u-1"}\n\n',
    );
  });
});

describe('what frames the changes', () => {
  it.each([
    ['the opening', openingEvent(position), 'retry: 2000\nid: 734-12\nevent: ready\ndata: {}\n\n'],
    ['a reset', resetEvent(position), 'id: 734-12\nevent: reset\ndata: {}\n\n'],
    ['a heartbeat', heartbeat(position), ': still here\nid: 734-12\n\n'],
  ])('%s', (_name, text, expected) => {
    expect(text).toBe(expected);
  });
});
