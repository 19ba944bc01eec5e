import { api } from '../api/client';
import { ProblemError } from '../api/faults';
import { texts } from '../texts/integrations';
import type { OpenedIntegration } from './snippets';

/** A test alert that was sent: by its summary its incident is found again. */
export interface SentTest {
  readonly summary: string;
  readonly at: Date;
}

/** Sends a real event through the integration, as monitoring would. @throws what `faultOf` reads */
export async function sendTestEvent({ type, key }: OpenedIntegration, now: Date): Promise<SentTest> {
  const summary = texts.test.summary(now.toISOString().slice(11, 19));
  const dedupKey = `test/${now.toISOString()}`;
  const problem = await send(type, key, summary, dedupKey);
  if (problem !== undefined) throw new ProblemError(problem);
  return { summary, at: now };
}

type Problem = ConstructorParameters<typeof ProblemError>[0];

async function send(
  type: OpenedIntegration['type'],
  key: string,
  summary: string,
  dedupKey: string,
): Promise<Problem | undefined> {
  switch (type) {
    case 'generic': {
      const body = { summary, dedupKey, severity: 'critical', action: 'trigger' as const };
      const { error } = await api.POST('/integrations/{key}/generic', { params: { path: { key } }, body });
      return error;
    }
    case 'alertmanager': {
      const labels = { alertname: 'RouseTest', severity: 'critical' };
      const alert = { status: 'firing' as const, fingerprint: dedupKey, labels, annotations: { summary } };
      const { error } = await api.POST('/integrations/{key}/alertmanager', {
        params: { path: { key } },
        body: { version: '4', status: 'firing', receiver: 'rouse', alerts: [alert] },
      });
      return error;
    }
    case 'events-v2': {
      const { error } = await api.POST('/v2/enqueue', {
        body: {
          routing_key: key,
          event_action: 'trigger',
          dedup_key: dedupKey,
          payload: { summary, source: 'rouse', severity: 'critical' },
        },
      });
      if (error === undefined || 'detail' in error) return error;
      return { status: 400, title: error.status, detail: error.message };
    }
  }
}
