import { Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Schema } from '../api/client';
import { Person } from '../design/person';
import { StateBadge } from '../design/state-badge';
import { Time } from '../design/time';
import { useMay } from '../session/session';
import { texts } from '../texts/incident';
import { AcknowledgeButton } from './acknowledge-button';
import classes from './incident-card.module.css';
import { NextPaged } from './next-paged';
import { useIncidentDeeds } from './use-incident-deeds';
import { WaitingLine } from './waiting-line';

/**
 * One incident that somebody may have to act on: what and where, since when, who is next in how long, and Acknowledge.
 * The whole card leads to the incident. Its title is a heading of level 3.
 */
export function IncidentCard({ incident }: { incident: Schema<'Incident'> }) {
  const { shown, inHand, act } = useIncidentDeeds(incident);
  const may = useMay();
  const { id, number, title, status, serviceName, createdAt, acknowledgedBy } = shown;
  return (
    <article className={classes.card} data-status={status} aria-label={`#${String(number)} ${title}`}>
      <Group justify="space-between" gap="xs">
        <StateBadge state={status} label={texts.status(status)} />
        <span className={classes.facts}>
          <Time at={createdAt} relative />
        </span>
      </Group>
      <div>
        <h3 className={classes.title}>
          <Link to="/incidents/$incidentId" params={{ incidentId: id }}>
            {title}
          </Link>
        </h3>
        <div className={classes.facts}>
          <span>
            #{number} · {serviceName}
          </span>
          {status === 'triggered' ? <NextPaged incident={shown} /> : null}
          {status === 'acknowledged' && acknowledgedBy !== null ? (
            <Person id={acknowledgedBy} size={20} />
          ) : null}
        </div>
      </div>
      <WaitingLine inHand={inHand} />
      {status === 'triggered' && may('incident.respond') ? (
        <div className={classes.pressed}>
          <AcknowledgeButton act={() => act({ kind: 'acknowledge' })} />
        </div>
      ) : null}
    </article>
  );
}
