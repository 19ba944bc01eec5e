import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, apiBase } from '../api/client';
import { ProblemError } from '../api/faults';
import { texts } from '../texts/test-alert';

/** The event that a monitoring would send, with the key of the way in. */
export const testEvent = (key: string) => ({
  routing_key: key,
  event_action: 'trigger' as const,
  payload: { summary: texts.summary, source: 'web-1', severity: 'critical' as const },
});

/** The same as a command for a terminal. */
export const testCommand = (key: string): string =>
  `curl -sS ${apiBase}/v2/enqueue -H 'content-type: application/json' -d '${JSON.stringify(testEvent(key))}'`;

/** Keys are told once, so they are kept for as long as the tab is open. */
const placeOf = (serviceId: string) => `rouse.test-key.${serviceId}`;
export const keepTestKey = (serviceId: string, key: string): void =>
  sessionStorage.setItem(placeOf(serviceId), key);

/** A key of the service's own way in for test alerts: the one that is held, else a new one. */
async function testKey(serviceId: string): Promise<string> {
  const held = sessionStorage.getItem(placeOf(serviceId));
  if (held !== null) return held;
  const service = { params: { path: { id: serviceId } } };
  const { data: list, error } = await api.GET('/api/v1/services/{id}/integrations', service);
  if (error !== undefined) throw new ProblemError(error);
  const own = list.items.find(({ type, name }) => type === 'events-v2' && name === texts.integration);
  const made =
    own === undefined
      ? await api.POST('/api/v1/services/{id}/integrations', {
          ...service,
          body: { type: 'events-v2', name: texts.integration },
        })
      : await api.POST('/api/v1/integrations/{id}/rotation', {
          params: { path: { id: own.id } },
          body: { keepOldForSeconds: 3_600 },
        });
  if (made.error !== undefined) throw new ProblemError(made.error);
  keepTestKey(serviceId, made.data.key);
  return made.data.key;
}

async function post(key: string): Promise<boolean> {
  const { response } = await api.POST('/v2/enqueue', { body: testEvent(key) });
  return response.ok;
}

async function sendTestAlert(serviceId: string): Promise<void> {
  if (await post(await testKey(serviceId))) return;
  // The key that was held was revoked or renewed elsewhere.
  sessionStorage.removeItem(placeOf(serviceId));
  if (!(await post(await testKey(serviceId)))) throw new Error(texts.refused);
}

/** Sends a real alert in at the service's door, as monitoring would. */
export function useTestAlert() {
  const queries = useQueryClient();
  return useMutation({
    networkMode: 'always',
    mutationFn: sendTestAlert,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['get', '/api/v1/incidents'] }),
  });
}

/** The command that sends the same from a terminal; makes the key where none is held. */
export const useTestCommand = () =>
  useMutation({
    networkMode: 'always',
    mutationFn: async (serviceId: string) => testCommand(await testKey(serviceId)),
  });
