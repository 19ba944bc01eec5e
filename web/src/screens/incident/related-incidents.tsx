import { Paper } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { $api, type Schema } from '../../api/client';
import { Time } from '../../design/time';
import { texts as incidentTexts } from '../../texts/incident';
import { texts } from '../../texts/incident-screen';
import classes from './incident.module.css';

const SHOWN = 6;

/** Other incidents of the same service, the newest first: has it been here before, and is it part of something? */
export function RelatedIncidents({ incident: { id, serviceId } }: { incident: Schema<'Incident'> }) {
  const recent = $api.useQuery('get', '/api/v1/incidents', {
    params: { query: { serviceId, limit: SHOWN + 1 } },
  });
  if (recent.data === undefined) return null;
  const others = recent.data.items.filter((other) => other.id !== id).slice(0, SHOWN);
  return (
    <Paper component="section" aria-labelledby="related" className={classes.panel}>
      <h2 id="related">{texts.related}</h2>
      {others.length === 0 ? <p className={classes.soft}>{texts.noRelated}</p> : null}
      <ul className={classes.related}>
        {others.map((other) => (
          <li key={other.id}>
            <Link to="/incidents/$incidentId" params={{ incidentId: other.id }}>
              <span>{other.title}</span>
              <span className={classes.soft}>
                <i data-status={other.status} aria-hidden /> {incidentTexts.status(other.status)} ·{' '}
                <Time at={other.createdAt} relative />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Paper>
  );
}
