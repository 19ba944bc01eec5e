import { describe, expect, it } from '@jest/globals';
import { InvalidBody, readEventBody } from '../event-body.js';
import { severityOf, toEvents, webhookSchema } from './webhook.js';

const alert = {
  status: 'firing',
  labels: { alertname: 'DiskFull', instance: 'db-1:9100', job: 'node', severity: 'critical' },
  annotations: { summary: 'Disk full on db-1', description: 'Only 1% is left.' },
  startsAt: '2026-01-05T09:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus.example.org/graph',
  fingerprint: 'c1f7d08a0b6c1b3e',
};
const webhook = {
  version: '4',
  groupKey: '{}:{alertname="DiskFull"}',
  truncatedAlerts: 0,
  status: 'firing',
  receiver: 'rouse',
  groupLabels: { alertname: 'DiskFull' },
  commonLabels: { alertname: 'DiskFull' },
  commonAnnotations: {},
  externalURL: 'http://alertmanager.example.org',
  alerts: [alert],
};
const withAlert = (changes: object) => ({ ...webhook, alerts: [{ ...alert, ...changes }] });
const eventsOf = (sent: unknown) => toEvents(readEventBody(JSON.stringify(sent), webhookSchema).body);

function faultsOf(sent: unknown): string[] {
  try {
    eventsOf(sent);
  } catch (error) {
    if (error instanceof InvalidBody) return error.errors.map(({ path, message }) => `${path} ${message}`);
    throw error;
  }
  return [];
}

describe('an Alertmanager webhook', () => {
  it('gives an event for each alert, with what is worth showing', () => {
    expect(eventsOf(webhook)).toEqual([
      {
        action: 'trigger',
        dedupKey: 'c1f7d08a0b6c1b3e',
        summary: 'Disk full on db-1',
        severity: 'critical',
        source: 'db-1:9100',
        details: {
          labels: alert.labels,
          annotations: alert.annotations,
          startsAt: alert.startsAt,
          generatorUrl: alert.generatorURL,
          alertmanagerUrl: webhook.externalURL,
        },
        payload: webhook,
      },
    ]);
  });

  it('resolves the alerts that are over, although its group still fires', () => {
    const over = { ...alert, status: 'resolved', fingerprint: 'over' };
    const events = eventsOf({ ...webhook, alerts: [alert, over] });
    expect(events.map(({ action, dedupKey }) => [action, dedupKey])).toEqual([
      ['trigger', 'c1f7d08a0b6c1b3e'],
      ['resolve', 'over'],
    ]);
    expect(events[1]?.payload).toEqual({ ...webhook, alerts: [over] });
  });

  it('may hold no alert at all', () => {
    expect(eventsOf({ ...webhook, alerts: [] })).toEqual([]);
  });

  it.each([
    ['the summary', { summary: 'S', message: 'M', description: 'D' }, 'S'],
    ['else the message', { message: 'M', description: 'D' }, 'M'],
    ['else the description', { description: 'D' }, 'D'],
    [
      'else, with none or a blank one, the name and labels',
      { summary: ' ' },
      'DiskFull (instance=db-1:9100, job=node)',
    ],
  ])('is summed up by %s', (_case, annotations, summary) => {
    expect(eventsOf(withAlert({ annotations }))[0]?.summary).toBe(summary);
  });

  it('is summed up somehow even without labels', () => {
    expect(eventsOf(withAlert({ annotations: undefined, labels: {} }))[0]).toMatchObject({
      summary: 'Alert',
      severity: 'error',
      source: null,
    });
  });

  it('keeps what is said of the group with each alert, but does not make a body a thousand times its size', () => {
    const alerts = Array.from({ length: 3_000 }, (_none, number) => ({
      status: 'firing',
      fingerprint: String(number),
    }));
    const sent = { ...webhook, alerts, externalURL: 'https://alerts.example.org', receiver: 'x'.repeat(100) };
    for (const { payload, details } of eventsOf(sent)) {
      expect(payload).toMatchObject({ receiver: sent.receiver });
      expect(details).toMatchObject({ alertmanagerUrl: sent.externalURL });
    }
    const large = { ...sent, receiver: 'x'.repeat(100_000) };
    const [first, ...others] = eventsOf(large);
    expect(first?.payload).toMatchObject({ receiver: large.receiver });
    expect(others).toHaveLength(2_999);
    expect(JSON.stringify(others).length).toBeLessThan(2_000_000);
  });

  it.each([
    ['critical', 'critical'],
    ['page', 'critical'],
    ['Critical', 'critical'],
    ['error', 'error'],
    ['high', 'error'],
    ['major', 'error'],
    ['warning', 'warning'],
    ['minor', 'warning'],
    ['info', 'info'],
    ['none', 'info'],
    ['whatever', 'error'],
    ['', 'error'],
    [undefined, 'error'],
  ] as const)('takes the label severity=%s for %s', (label, severity) => {
    expect(severityOf(label)).toBe(severity);
  });

  it.each<[string, unknown, string[]]>([
    ['no alerts', { ...webhook, alerts: undefined }, ['alerts is required']],
    ['alerts that are no list', { ...webhook, alerts: {} }, ['alerts must be a list of alerts']],
    ['an alert that is null', { ...webhook, alerts: [null] }, ['alerts.0 must be an object']],
    ['no fingerprint', withAlert({ fingerprint: undefined }), ['alerts.0.fingerprint is required']],
    ['an empty fingerprint', withAlert({ fingerprint: '' }), ['alerts.0.fingerprint must not be empty']],
    ['an unknown status', withAlert({ status: 'pending' }), ['alerts.0.status must be firing or resolved']],
    ['a label that is a number', withAlert({ labels: { a: 1 } }), ['alerts.0.labels.a must be a text']],
    [
      'annotations that are a text',
      withAlert({ annotations: 'x' }),
      ['alerts.0.annotations must be an object of texts'],
    ],
  ])('with %s is refused, and the field is named', (_case, sent, faults) => {
    expect(faultsOf(sent)).toEqual(faults);
  });
});
