import type { Schema } from '../api/client';
import type { Deed } from './deed';

type Incident = Schema<'Incident'>;

/** The incident as it will be when the server has agreed to what a person has just done: shown at once. */
export function shownAfter(incident: Incident, deed: Deed, by: string, now: Date): Incident {
  switch (deed.kind) {
    case 'acknowledge':
      return acknowledged(incident, by, now);
    case 'snooze': {
      const until = new Date(now.getTime() + deed.seconds * 1000).toISOString();
      const held = incident.status === 'acknowledged' ? incident : acknowledged(incident, by, now);
      return { ...held, snoozedUntil: until, wakesAt: until };
    }
    case 'resolve':
    case 'merge':
      return {
        ...incident,
        status: 'resolved',
        resolvedAt: now.toISOString(),
        resolvedBy: by,
        escalatesAt: null,
        wakesAt: null,
      };
    case 'escalate':
      return open(incident, incident.assignedTo);
    case 'reassign':
      return open(incident, [...deed.userIds]);
    case 'give-back':
      return open(incident, []);
    case 'change':
      return { ...incident, ...deed.changes };
    case 'note':
      return { ...incident, noteCount: incident.noteCount + 1 };
    case 'ask':
      return incident;
  }
}

const acknowledged = (incident: Incident, by: string, now: Date): Incident => ({
  ...incident,
  status: 'acknowledged',
  acknowledgedAt: now.toISOString(),
  acknowledgedBy: by,
  assignedTo: [by],
  escalatesAt: null,
});

const open = (incident: Incident, assignedTo: string[]): Incident => ({
  ...incident,
  status: 'triggered',
  acknowledgedAt: null,
  acknowledgedBy: null,
  snoozedUntil: null,
  wakesAt: null,
  escalatesAt: null,
  assignedTo,
});
