import { z } from 'zod';
import { SEVERITIES, type IncomingEvent, type Severity } from '../../incidents/incoming-event.js';
import {
  clip,
  SUMMARY_LIMIT,
  optionalText,
  present,
  requiredDedupKey,
  summaryText,
  webAddress,
} from '../event-fields.js';

const texts = z.record(z.string(), z.string({ error: 'must be a text' }), {
  error: 'must be an object of texts',
});

const alertSchema = z.looseObject(
  {
    status: z.enum(['firing', 'resolved'], { error: 'must be firing or resolved' }),
    fingerprint: requiredDedupKey,
    labels: texts.default({}),
    annotations: texts.default({}),
    startsAt: optionalText,
    generatorURL: optionalText,
  },
  { error: 'must be an object' },
);

/** The body of Alertmanager's webhook, version 4: a group of alerts, of which some fire and some are over. */
export const webhookSchema = z.looseObject({
  alerts: z.array(alertSchema, {
    error: (issue) => (issue.input === undefined ? 'is required' : 'must be a list of alerts'),
  }),
  externalURL: optionalText,
  truncatedAlerts: z.number({ error: 'must be a number' }).nullish(),
});
export type Webhook = z.output<typeof webhookSchema>;
type Alert = z.output<typeof alertSchema>;

/** What teams write into the label `severity`, in the words of Events v2. */
const LABELS_OF_SEVERITY: Readonly<Record<Severity, readonly string[]>> = {
  critical: ['critical', 'page', 'fatal', 'emergency', 'disaster', 'p1', 'sev1'],
  error: ['error', 'high', 'major', 'p2', 'sev2'],
  warning: ['warning', 'warn', 'minor', 'medium', 'p3', 'sev3'],
  info: ['info', 'informational', 'notice', 'low', 'none', 'p4', 'sev4', 'p5', 'sev5'],
};

/** A label that nobody wrote or that nobody knows: somebody should look, but it claims no catastrophe. */
const SEVERITY_OF_OTHERS: Severity = 'error';

/**
 * What is said of the group is kept with each of its alerts, unless the copies would have more characters than this: then
 * with the first. Of what Alertmanager itself writes none has; a body made for it would become a thousand times its size.
 */
const MOST_COPIED = 2 * 1024 * 1024;

/**
 * The alerts of a group, each as an event of its own: deduplicated by its fingerprint, since what is in a group
 * changes between posts, and the group says firing while any of its alerts does.
 */
export function toEvents(webhook: Webhook): IncomingEvent[] {
  const { alerts, externalURL, ...more } = webhook;
  const whole: Group = { ...more, externalURL };
  const ofOthers = JSON.stringify(whole).length * alerts.length > MOST_COPIED ? {} : whole;
  return alerts.map((alert, place) => toEvent(alert, place === 0 ? whole : ofOthers));
}

interface Group extends Readonly<Record<string, unknown>> {
  readonly externalURL?: string | undefined;
}

function toEvent(alert: Alert, group: Group): IncomingEvent {
  return {
    action: alert.status === 'resolved' ? 'resolve' : 'trigger',
    dedupKey: alert.fingerprint,
    summary: summaryOf(alert),
    severity: severityOf(alert.labels['severity']),
    source: alert.labels['instance'] ?? null,
    details: present({
      labels: alert.labels,
      annotations: alert.annotations,
      startsAt: alert.startsAt,
      generatorUrl: webAddress(alert.generatorURL),
      alertmanagerUrl: webAddress(group.externalURL),
    }),
    payload: { ...group, alerts: [alert] },
  };
}

/** The label's severity in the words of Events v2; `error` where it says nothing that is known. */
export function severityOf(label: string | undefined): Severity {
  const word = label?.trim().toLowerCase() ?? '';
  return SEVERITIES.find((severity) => LABELS_OF_SEVERITY[severity].includes(word)) ?? SEVERITY_OF_OTHERS;
}

function summaryOf({ annotations, labels }: Alert): string {
  const written = [annotations['summary'], annotations['message'], annotations['description']].find(
    (text) => text !== undefined && text.trim() !== '',
  );
  return summaryText.parse(written ?? namedByLabels(labels));
}

/** `DiskFull (instance=db-1, job=node)`: the name first, then what tells this alert from its siblings. */
function namedByLabels(labels: Readonly<Record<string, string>>): string {
  const { alertname = 'Alert', severity: _shownElsewhere, ...others } = labels;
  const list = Object.entries(others)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(', ');
  return clip(list === '' ? alertname : `${alertname} (${list})`, SUMMARY_LIMIT);
}
