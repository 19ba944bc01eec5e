import { Anchor, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { $api } from '../api/client';
import { Pending } from '../design/states';
import { Time } from '../design/time';
import { texts as services } from '../texts/services';
import classes from './test-alert.module.css';

const texts = services.suppressed;

/** What came during maintenance and was recorded without paging anybody, newest first. */
export function SuppressedAlerts({ serviceId }: { serviceId: string }) {
  const alerts = $api.useQuery('get', '/api/v1/services/{id}/suppressed-alerts', {
    params: { path: { id: serviceId }, query: { limit: 50 } },
  });
  return (
    <Paper component="section" aria-labelledby="suppressed">
      <Stack gap="xs">
        <Title order={2} size="h3" id="suppressed">
          {texts.title}
        </Title>
        {alerts.data === undefined ? (
          <Pending query={alerts} rows={2} />
        ) : alerts.data.items.length === 0 ? (
          <Text c="dimmed">{texts.none}</Text>
        ) : (
          <ul className={classes.ways}>
            {alerts.data.items.map(({ id, summary, state, incidentId, suppressedAt, eventCount }) => (
              <li key={id} className={classes.way}>
                <div className={classes.wayWords}>
                  <Text fw={550}>{summary}</Text>
                  <Text size="sm" c="dimmed">
                    <Time at={suppressedAt} /> · {texts.events(eventCount)}
                  </Text>
                </div>
                {incidentId === null ? (
                  <Text size="sm">{texts.states[state]}</Text>
                ) : (
                  <Anchor
                    renderRoot={(props) => (
                      <Link {...props} to="/incidents/$incidentId" params={{ incidentId }} />
                    )}
                  >
                    {texts.states[state]}
                  </Anchor>
                )}
              </li>
            ))}
          </ul>
        )}
      </Stack>
    </Paper>
  );
}
