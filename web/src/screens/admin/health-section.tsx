import { Anchor, Paper, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { $api, apiBase } from '../../api/client';
import { faultOf } from '../../api/faults';
import { Loading } from '../../design/states';
import { Time } from '../../design/time';
import { texts } from '../../texts/admin';
import classes from './admin.module.css';

const LOOK_EVERY_MS = 10_000;

const LINKS = [
  { path: '/metrics', label: texts.metrics },
  { path: '/health/paging', label: texts.healthAddress },
  { path: '/api/docs', label: texts.apiDocs },
] as const;

/** Whether Rouse takes alerts and sends pages, in the words of what watches it. */
export function HealthSection() {
  const options = { refetchInterval: LOOK_EVERY_MS, retry: false, staleTime: 0 };
  const ready = $api.useQuery('get', '/health/ready', {}, options);
  const paging = $api.useQuery('get', '/health/paging', {}, options);
  if (ready.isPending || paging.isPending) return <Loading rows={2} height={88} />;
  const beside = paging.data?.findings ?? [];
  const looked = new Date(Math.max(paging.dataUpdatedAt, paging.errorUpdatedAt));
  return (
    <Stack gap="md">
      <Stack gap="sm" aria-live="polite">
        {ready.error === null ? (
          <Verdict isWell title={texts.ready}>
            {texts.readyDetail}
          </Verdict>
        ) : (
          <Verdict isWell={false} title={texts.notReady}>
            {faultOf(ready.error).detail}
          </Verdict>
        )}
        {paging.error === null ? (
          <Verdict isWell title={texts.pages}>
            {texts.pagesDetail}
          </Verdict>
        ) : (
          <Verdict isWell={false} title={texts.pagesNot}>
            {faultOf(paging.error).detail}
          </Verdict>
        )}
        {beside.length === 0 ? null : (
          <Paper>
            <div className={classes.verdict}>
              <IconInfoCircle size={28} color="var(--rouse-planned)" aria-hidden />
              <Stack gap={4}>
                <Title order={2} size="h3">
                  {texts.beside}
                </Title>
                {beside.map(({ kind, says }) => (
                  <Text key={kind} size="sm">
                    {says}
                  </Text>
                ))}
                <Text size="sm" c="dimmed">
                  {texts.besideDetail}
                </Text>
              </Stack>
            </div>
          </Paper>
        )}
      </Stack>
      <Text size="sm" c="dimmed">
        {texts.asked} <Time at={looked} relative />
      </Text>
      <Stack gap={4} component="section" aria-labelledby="watching">
        <Title order={2} size="h3" id="watching">
          {texts.moreWatching}
        </Title>
        <Text size="sm" c="dimmed">
          {texts.moreWatchingDetail}
        </Text>
        {LINKS.map(({ path, label }) => (
          <div key={path}>
            <Anchor href={`${apiBase}${path}`} className={classes.plainLink} target="_blank" rel="noreferrer">
              {label}
            </Anchor>
          </div>
        ))}
      </Stack>
    </Stack>
  );
}

function Verdict({ isWell, title, children }: { isWell: boolean; title: string; children: ReactNode }) {
  return (
    <Paper p="lg">
      <div className={classes.verdict}>
        {isWell ? (
          <IconCircleCheck size={28} color="var(--rouse-resolved)" aria-hidden />
        ) : (
          <IconAlertTriangle size={28} color="var(--rouse-fault)" aria-hidden />
        )}
        <Stack gap={4}>
          <Title order={2} size="h3">
            {title}
          </Title>
          <Text size="sm">{children}</Text>
        </Stack>
      </div>
    </Paper>
  );
}
