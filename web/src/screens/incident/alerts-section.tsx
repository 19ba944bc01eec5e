import { Button, Paper } from '@mantine/core';
import { IconBook2, IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import { $api, type Schema } from '../../api/client';
import { Time } from '../../design/time';
import { Failed, Loading } from '../../design/states';
import { texts as incidentTexts } from '../../texts/incident';
import { texts } from '../../texts/incident-screen';
import { linksOf, type AlertLink } from './alert-links';
import classes from './incident.module.css';

const SHOWN = 5;
/** Each comes with its payload: more than these are for programs, by the API. */
const MOST = 100;

/** What monitoring told: links with the runbook first, each alert with its payload folded behind it. */
export function AlertsSection({ incident: { id, alertCount } }: { incident: Schema<'Incident'> }) {
  const [isWhole, setWhole] = useState(false);
  const alerts = $api.useQuery('get', '/api/v1/incidents/{id}/alerts', {
    params: { path: { id }, query: { limit: MOST } },
  });
  const items = alerts.data?.items ?? [];
  const shown = isWhole ? items : items.slice(0, SHOWN);
  return (
    <Paper component="section" aria-labelledby="alerts" className={classes.panel}>
      <h2 id="alerts">{texts.alerts}</h2>
      {alerts.isPending ? <Loading rows={1} /> : null}
      {alerts.error === null ? null : <Failed error={alerts.error} retry={() => alerts.refetch()} />}
      <Links links={linksOf(items)} />
      {alerts.data !== undefined && items.length === 0 ? (
        <p className={classes.soft}>{texts.noAlerts}</p>
      ) : null}
      {shown.map((alert) => (
        <OneAlert key={alert.id} alert={alert} />
      ))}
      {shown.length < items.length ? (
        <Button
          variant="default"
          onClick={() => {
            setWhole(true);
          }}
        >
          {texts.alertMore(items.length - shown.length)}
        </Button>
      ) : (alerts.data?.nextCursor ?? null) === null ? null : (
        <p className={classes.soft}>{texts.alertsBeyond(items.length, alertCount)}</p>
      )}
    </Paper>
  );
}

function Links({ links }: { links: readonly AlertLink[] }) {
  if (links.length === 0) return null;
  return (
    <ul className={classes.links}>
      {links.map(({ href, text, isRunbook }) => (
        <li key={href}>
          <a href={href} target="_blank" rel="noreferrer">
            {isRunbook ? <IconBook2 size={18} aria-hidden /> : <IconExternalLink size={18} aria-hidden />}
            <span>{isRunbook ? `${texts.runbook}: ${text}` : text}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function OneAlert({ alert }: { alert: Schema<'Alert'> }) {
  const { summary, source, severity, status, eventCount, lastEventAt, details } = alert;
  return (
    <div className={classes.alert}>
      <p>{summary}</p>
      <p className={classes.soft}>
        {status === 'resolved' ? texts.severityOver : incidentTexts.severity(severity)}
        {source === null ? '' : ` · ${source}`} · {texts.times(eventCount)} · {texts.lastHeard}{' '}
        <Time at={lastEventAt} relative />
      </p>
      <details>
        <summary>{texts.payload}</summary>
        <pre tabIndex={0} aria-label={texts.payload}>
          {JSON.stringify(details, null, 2)}
        </pre>
      </details>
    </div>
  );
}
