import type { Schema } from '../api/client';
import { texts } from '../texts/integrations';

/** What one needs to know of an integration to send to it; the key is told once, to whoever makes or renews it. */
export type OpenedIntegration = Pick<Schema<'CreatedIntegration'>, 'type' | 'key' | 'url'>;

export interface Snippet {
  readonly id: string;
  /** What it is for, such as `curl`. */
  readonly label: string;
  /** Where to put it. */
  readonly hint: string;
  readonly text: string;
}

/** What to paste where, with the real address and the real key. The first is the one to begin with. */
export function snippetsFor({ type, key, url }: OpenedIntegration): readonly Snippet[] {
  switch (type) {
    case 'generic':
      return [curl(url, GENERIC_EVENT), { ...words('resolve'), text: curlOf(url, GENERIC_OVER) }, json(url)];
    case 'alertmanager':
      return [{ ...words('alertmanager'), text: receiverOf(url) }, curl(url, alertmanagerEvent())];
    case 'events-v2':
      return [
        { ...words('client'), text: `url: ${url}\nrouting_key: ${key}` },
        { ...words('python'), text: pythonOf(url, key) },
        curl(url, eventsV2Event(key)),
      ];
  }
}

const words = (id: keyof typeof texts.snippets) => ({ id, ...texts.snippets[id] });

const GENERIC_EVENT = { summary: 'Backup of db-1 failed', dedupKey: 'backup/db-1', severity: 'error' };
const GENERIC_OVER = { action: 'resolve', dedupKey: GENERIC_EVENT.dedupKey };

const eventsV2Event = (key: string) => ({
  routing_key: key,
  event_action: 'trigger',
  dedup_key: 'disk/db-1',
  payload: { summary: 'Disk full on db-1', source: 'db-1', severity: 'critical' },
});

const alertmanagerEvent = () => ({
  version: '4',
  status: 'firing',
  receiver: 'rouse',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'DiskFull', instance: 'db-1:9100', severity: 'critical' },
      annotations: { summary: 'Disk full on db-1' },
      fingerprint: 'c1f7d08a0b6c1b3e',
    },
  ],
});

const curl = (url: string, body: unknown): Snippet => ({ ...words('curl'), text: curlOf(url, body) });

const json = (url: string): Snippet => ({
  ...words('json'),
  text: `POST ${url}
content-type: application/json

${JSON.stringify({ ...GENERIC_EVENT, details: { exitCode: 1 } }, null, 2)}`,
});

/** Single quotes around the body: the shell changes nothing in it. */
const curlOf = (url: string, body: unknown): string =>
  `curl -sS '${url}' -H 'content-type: application/json' \\
  -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`;

const receiverOf = (url: string): string => `receivers:
  - name: rouse
    webhook_configs:
      - url: ${url}
        send_resolved: true
        max_alerts: 200`;

const pythonOf = (url: string, key: string): string => `import json, urllib.request

event = {
    "routing_key": "${key}",
    "event_action": "trigger",
    "dedup_key": "disk/db-1",
    "payload": {"summary": "Disk full on db-1", "source": "db-1", "severity": "critical"},
}
urllib.request.urlopen(urllib.request.Request(
    "${url}", json.dumps(event).encode(), {"content-type": "application/json"}))`;
