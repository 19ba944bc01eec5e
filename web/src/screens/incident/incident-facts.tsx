import { Link } from '@tanstack/react-router';
import type { Schema } from '../../api/client';
import { useServerNow } from '../../api/server-clock';
import { Person } from '../../design/person';
import { StateBadge } from '../../design/state-badge';
import { Time } from '../../design/time';
import { duration } from '../../design/times';
import { texts as incidentTexts } from '../../texts/incident';
import { texts } from '../../texts/incident-screen';
import classes from './incident.module.css';

/** State, where, since when, how bad and who: one line that wraps. */
export function IncidentFacts({ incident }: { incident: Schema<'Incident'> }) {
  const now = useServerNow();
  const { status, number, severity, urgency, priority, createdAt, resolvedAt, acknowledgedBy } = incident;
  const lasts = (resolvedAt === null ? now : new Date(resolvedAt)).getTime() - new Date(createdAt).getTime();
  return (
    <dl className={classes.facts}>
      <div>
        <dt className={classes.hidden}>{texts.state}</dt>
        <dd>
          <StateBadge state={status} label={incidentTexts.status(status)} />
        </dd>
      </div>
      <Fact name={texts.number}>#{number}</Fact>
      <Fact name={texts.service}>
        <Link to="/services/$serviceId" params={{ serviceId: incident.serviceId }}>
          {incident.serviceName}
        </Link>
      </Fact>
      <Fact name={texts.since}>
        <Time at={createdAt} /> <span className={classes.soft}>({duration(lasts)})</span>
      </Fact>
      <Fact name={texts.howBad}>
        {incidentTexts.severity(severity)}, {texts.urgency(urgency)}
        {priority === null ? '' : `, ${priority}`}
      </Fact>
      {acknowledgedBy === null ? null : (
        <Fact name={texts.who}>
          <Person id={acknowledgedBy} size={20} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
