import type { IncomingEvent } from '../incoming-event.js';
import { askedGroups } from './incident-opening.js';
import type { AskedGroup, AskedKey, FoundKey, ServiceAtIntake } from './intake-reader.js';
import type { IntakeRequest } from './intake-request.js';
import { ofService } from './planning/intake-plan.js';

/** Which dedup keys a batch has to know of, each once. */
export function askedKeys(
  services: ReadonlyMap<string, ServiceAtIntake>,
  requests: readonly IntakeRequest[],
): AskedKey[] {
  const asked = new Map<string, { key: AskedKey; isTriggered: boolean; events: number }>();
  for (const { integration, events } of requests) {
    const { serviceId } = integration;
    const withinSeconds = services.get(serviceId)?.flapping?.withinSeconds ?? null;
    for (const { dedupKey, action } of events) {
      const name = ofService(serviceId, dedupKey);
      const known = asked.get(name);
      const isTriggered = action === 'trigger' || known?.isTriggered === true;
      const count = (known?.events ?? 0) + 1;
      asked.set(name, {
        isTriggered,
        events: count,
        key: {
          serviceId,
          dedupKey,
          withinSeconds: isTriggered ? withinSeconds : null,
          mayBeFreed: count > 1,
        },
      });
    }
  }
  return [...asked.values()].map(({ key }) => key);
}

/** Which groups new alerts of a batch may join, each once. */
export function askedGroupsOf(
  services: ReadonlyMap<string, ServiceAtIntake>,
  requests: readonly IntakeRequest[],
): AskedGroup[] {
  const triggers = new Map<ServiceAtIntake, IncomingEvent[]>();
  for (const { integration, events } of requests) {
    const service = services.get(integration.serviceId);
    if (service === undefined || service.grouping.by === 'none') continue;
    const known = triggers.get(service) ?? [];
    triggers.set(service, known);
    known.push(...events.filter(({ action }) => action === 'trigger'));
  }
  return [...triggers].flatMap(([service, events]) => askedGroups(service, events));
}

/** The services at which an event of the batch may open something: a trigger of a key that no open incident has. */
export function mayOpen(keys: readonly FoundKey[], requests: readonly IntakeRequest[]): Set<string> {
  const held = new Set<string>();
  for (const { serviceId, dedupKey, incidentId } of keys)
    if (incidentId !== null) held.add(ofService(serviceId, dedupKey));
  const opening = new Set<string>();
  for (const { integration, events } of requests) {
    for (const { action, dedupKey } of events) {
      const name = ofService(integration.serviceId, dedupKey);
      if (action === 'resolve') held.delete(name);
      if (action === 'trigger' && !held.has(name)) opening.add(integration.serviceId);
    }
  }
  return opening;
}
