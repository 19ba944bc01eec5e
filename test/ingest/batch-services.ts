import fc from 'fast-check';
import type { EventAction, IncomingEvent, Severity } from '../../src/incidents/incoming-event.js';
import type { IntakeIntegration } from '../../src/incidents/intake/intake-request.js';
import type { RunningRouse } from '../support/rouse.js';

/** Services of every kind that the intake tells apart. */
export const KINDS = [
  { urgency: 'severity' },
  { urgency: 'severity', grouping: { by: 'time', windowSeconds: 3600 }, autoResolveSeconds: 3600 },
  { urgency: 'severity', grouping: { by: 'fields', fields: ['severity'] }, flapping: null },
  { urgency: 'high', flapping: { opens: 1, withinSeconds: 900, quietSeconds: 300 }, ackTimeoutSeconds: 600 },
  { urgency: 'low', flapping: { opens: 1, withinSeconds: 900, quietSeconds: 300 }, inMaintenance: true },
] as const;

export interface SentEvent {
  readonly action: EventAction;
  readonly key: number;
  readonly severity: Severity;
}

export const eventArbitrary = fc.record<SentEvent>({
  action: fc.constantFrom('trigger', 'trigger', 'trigger', 'acknowledge', 'resolve'),
  key: fc.integer({ min: 0, max: 2 }),
  severity: fc.constantFrom('critical', 'error', 'warning', 'info'),
});
/** One of each kind, with the integration that its events come by. */
export async function servicesOfEveryKind(
  rouse: RunningRouse,
  policy: { id: string },
): Promise<IntakeIntegration[]> {
  const made: IntakeIntegration[] = [];
  for (const { inMaintenance, ...more } of KINDS.map((kind) => ({ inMaintenance: false, ...kind }))) {
    const service = await rouse.service(policy, more);
    const { id } = await rouse.integration(service, 'generic');
    made.push({ serviceId: service.id, integrationId: id, type: 'generic', keyNumber: 1 });
    if (!inMaintenance) continue;
    const hours = (count: number): string => new Date(Date.now() + count * 3_600_000).toISOString();
    const window = { name: 'Disks', serviceIds: [service.id], start: hours(-1), end: hours(24) };
    await rouse.post('/api/v1/maintenance-windows', window);
  }
  return made;
}

export function toEvent({ action, key, severity }: SentEvent): IncomingEvent {
  return {
    action,
    dedupKey: `key ${String(key)}`,
    summary: `${severity} ${String(key)}`,
    severity,
    source: null,
    details: {},
    payload: {},
  };
}
