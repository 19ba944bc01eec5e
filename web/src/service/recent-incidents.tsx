import { Anchor, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { $api } from '../api/client';
import { StateBadge } from '../design/state-badge';
import { Pending } from '../design/states';
import { Time } from '../design/time';
import { texts } from '../texts/services';
import classes from './test-alert.module.css';

/** The newest incidents of a service; live. */
export function RecentIncidents({ serviceId }: { serviceId: string }) {
  const incidents = $api.useQuery('get', '/api/v1/incidents', {
    params: { query: { serviceId, limit: 8 } },
  });
  return (
    <Paper component="section" aria-labelledby="recent">
      <Stack gap="xs">
        <Title order={2} size="h3" id="recent">
          {texts.recent}
        </Title>
        {incidents.data === undefined ? (
          <Pending query={incidents} rows={4} height={56} />
        ) : incidents.data.items.length === 0 ? (
          <Text c="dimmed">{texts.noRecent}</Text>
        ) : (
          <ul className={classes.ways}>
            {incidents.data.items.map(({ id, number, title, status, createdAt }) => (
              <li key={id} className={classes.way}>
                <div className={classes.wayWords}>
                  <Anchor
                    fw={550}
                    c="var(--rouse-text)"
                    renderRoot={(props) => (
                      <Link {...props} to="/incidents/$incidentId" params={{ incidentId: id }} />
                    )}
                  >
                    {title}
                  </Anchor>
                  <Text size="sm" c="dimmed">
                    {texts.incidentNumber(number)} · <Time at={createdAt} relative />
                  </Text>
                </div>
                <StateBadge state={status} label={texts.states[status]} />
              </li>
            ))}
          </ul>
        )}
      </Stack>
    </Paper>
  );
}
