import { describe, expect, it } from '@jest/globals';
import { InvalidBody, readEventBody } from '../event-body.js';
import { enqueueSchema, toEvent } from './enqueue-event.js';

const trigger = {
  routing_key: 'the-secret-key',
  event_action: 'trigger',
  dedup_key: 'disk/db-1',
  payload: { summary: 'Disk full on db-1', source: 'db-1', severity: 'critical' },
};
const withPayload = (changes: object) => ({ ...trigger, payload: { ...trigger.payload, ...changes } });

function eventOf(sent: unknown) {
  const { body, received } = readEventBody(JSON.stringify(sent), enqueueSchema);
  return toEvent(body, received, 'made-up');
}

function faultsOf(sent: unknown): string[] {
  try {
    readEventBody(typeof sent === 'string' ? sent : JSON.stringify(sent), enqueueSchema);
  } catch (error) {
    if (error instanceof InvalidBody) return error.errors.map(({ path, message }) => `${path} ${message}`);
    throw error;
  }
  return [];
}

describe('an Events v2 body', () => {
  it('is an event that keeps what was sent, without its key', () => {
    expect(eventOf(trigger)).toEqual({
      action: 'trigger',
      dedupKey: 'disk/db-1',
      summary: 'Disk full on db-1',
      severity: 'critical',
      source: 'db-1',
      details: {},
      payload: { event_action: 'trigger', dedup_key: 'disk/db-1', payload: trigger.payload },
    });
  });

  it('keeps what is worth showing, and no link that is not a web address', () => {
    const { details } = eventOf({
      ...withPayload({
        timestamp: '2026-01-05T09:00:00Z',
        component: 'postgres',
        group: 'prod',
        class: 'disk',
        custom_details: { free: '1%' },
      }),
      client: 'Nagios',
      client_url: 'https://nagios.example.org',
      links: [{ href: 'https://wiki.example.org/disk', text: 'Runbook' }, { href: 'javascript:alert(1)' }],
      images: [{ src: 'ftp://example.org/graph.png' }],
    });
    expect(details).toEqual({
      timestamp: '2026-01-05T09:00:00Z',
      component: 'postgres',
      group: 'prod',
      class: 'disk',
      customDetails: { free: '1%' },
      client: 'Nagios',
      clientUrl: 'https://nagios.example.org',
      links: [{ href: 'https://wiki.example.org/disk', text: 'Runbook' }],
    });
  });

  it.each([
    ['absent', undefined],
    ['null', null],
    ['empty', ''],
  ])('gets a dedup key made up when it is %s', (_case, dedupKey) => {
    expect(eventOf({ ...trigger, dedup_key: dedupKey }).dedupKey).toBe('made-up');
  });

  it.each([['acknowledge'], ['resolve']])('needs no payload to %s', (action) => {
    const event = eventOf({ routing_key: 'key', event_action: action, dedup_key: 'disk/db-1' });
    expect(event).toMatchObject({ action, dedupKey: 'disk/db-1', summary: '' });
  });

  it.each([
    ['1,024 characters are kept whole', 'x'.repeat(1024), 'x'.repeat(1024)],
    ['1,025 are cut', 'x'.repeat(1025), `${'x'.repeat(1023)}…`],
    ['a character of two halves is not halved', `${'x'.repeat(1022)}😀😀`, `${'x'.repeat(1022)}…`],
    ['blanks around it go', '  disk full \n', 'disk full'],
    ['what PostgreSQL cannot store goes', 'disk\u0000 full \ud800', 'disk full \ufffd'],
  ])('has a summary of which %s', (_case, sent, kept) => {
    expect(eventOf(withPayload({ summary: sent })).summary).toBe(kept);
  });

  it.each([['CRITICAL'], ['Critical'], [' critical ']])('understands the severity %j', (severity) => {
    expect(eventOf(withPayload({ severity })).severity).toBe('critical');
  });

  it('is not troubled by names that JavaScript gives a meaning', () => {
    const sent = JSON.stringify(withPayload({ custom_details: {} })).replace(
      '"custom_details":{}',
      '"custom_details":{"__proto__":{"polluted":true},"constructor":{"prototype":{}}},"__proto__":{"a":1}',
    );
    const { body, received } = readEventBody(sent, enqueueSchema);
    expect(toEvent(body, received, 'made-up').summary).toBe('Disk full on db-1');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it.each<[string, unknown, string[]]>([
    ['no routing key', { ...trigger, routing_key: undefined }, ['routing_key is required']],
    ['an empty routing key', { ...trigger, routing_key: ' ' }, ['routing_key must not be empty']],
    ['a routing key that is a number', { ...trigger, routing_key: 7 }, ['routing_key must be a text']],
    ['no action', { ...trigger, event_action: undefined }, ['event_action is required']],
    [
      'an unknown action',
      { ...trigger, event_action: 'page' },
      ['event_action must be one of trigger, acknowledge, resolve'],
    ],
    ['no payload', { ...trigger, payload: undefined }, ['payload is required']],
    ['a payload that is a text', { ...trigger, payload: 'disk full' }, ['payload must be an object']],
    [
      'an empty payload',
      { ...trigger, payload: {} },
      ['payload.summary is required', 'payload.source is required', 'payload.severity is required'],
    ],
    ['an empty summary', withPayload({ summary: '  ' }), ['payload.summary must not be empty']],
    ['a summary that is a list', withPayload({ summary: ['a'] }), ['payload.summary must be a text']],
    [
      'an unknown severity',
      withPayload({ severity: 'fatal' }),
      ['payload.severity must be one of critical, error, warning, info'],
    ],
    [
      'a long dedup key',
      { ...trigger, dedup_key: 'x'.repeat(256) },
      ['dedup_key must have at most 255 characters'],
    ],
    ['a dedup key that is an object', { ...trigger, dedup_key: {} }, ['dedup_key must be a text']],
    [
      'a resolve without a key',
      { ...trigger, event_action: 'resolve', dedup_key: null },
      ['dedup_key is required'],
    ],
    ['links that are no list', { ...trigger, links: 'x' }, ['links must be a list of links']],
    ['a link that is a text', { ...trigger, links: ['x'] }, ['links.0 must be an object']],
  ])('with %s is refused, and the field is named', (_case, sent, faults) => {
    expect(faultsOf(sent)).toEqual(faults);
  });

  it.each([
    ['', 'The body is empty.'],
    ['{"routing_key":', 'The body is not JSON'],
    ['[]', 'The body must be a JSON object.'],
    ['null', 'The body must be a JSON object.'],
    ['"text"', 'The body must be a JSON object.'],
    ['['.repeat(100_000), 'The body is not JSON'],
    [`{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`, 'The body is nested more than 64 levels deep.'],
  ])('that reads %.20j is refused', (text, reason) => {
    expect(() => readEventBody(text, enqueueSchema)).toThrow(reason);
  });

  it('may begin with a byte order mark', () => {
    expect(readEventBody(`\uFEFF${JSON.stringify(trigger)}`, enqueueSchema).body.routing_key).toBe(
      'the-secret-key',
    );
  });
});
