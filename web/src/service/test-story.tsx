import { Anchor, Loader, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCheck,
  IconCircleCheck,
  IconClock,
  IconEye,
  IconInbox,
  IconMail,
  IconMessage,
  IconPhone,
  IconWebhook,
  type Icon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { $api, type Schema } from '../api/client';
import { Person } from '../design/person';
import { Time } from '../design/time';
import { texts as all } from '../texts/integrations';
import { pagesOf, type PageState, type ToldPage } from './page-story';
import type { SentTest } from './test-event';
import classes from './test-alert.module.css';

const texts = all.test;

/** What became of a test alert, line by line as it happens. */
export function TestStory({
  test,
  incident,
  isLate,
}: {
  test: SentTest;
  incident: Schema<'Incident'> | undefined;
  isLate: boolean;
}) {
  return (
    <ol className={classes.story} aria-label={texts.storyLabel}>
      <Line icon={IconInbox} at={test.at.toISOString()} isDone>
        {texts.accepted}
      </Line>
      {incident === undefined ? (
        <Line icon={isLate ? IconClock : null}>{isLate ? texts.noIncident : texts.waiting}</Line>
      ) : (
        <Incident incident={incident} />
      )}
    </ol>
  );
}

function Incident({ incident }: { incident: Schema<'Incident'> }) {
  const timeline = $api.useQuery('get', '/api/v1/incidents/{id}/timeline', {
    params: { path: { id: incident.id }, query: { limit: 200 } },
  });
  const entries = timeline.data?.items ?? [];
  const pages = pagesOf(entries);
  const skipped = entries.filter(({ kind }) => kind === 'step.skipped' || kind === 'escalation.exhausted');
  return (
    <>
      <Line icon={IconAlertTriangle} at={incident.createdAt} isDone>
        <Anchor
          renderRoot={(props) => (
            <Link {...props} to="/incidents/$incidentId" params={{ incidentId: incident.id }} />
          )}
        >
          {texts.opened(incident.number)}
        </Anchor>
      </Line>
      {skipped.map(({ at, reason }) => (
        <Line key={`${at} ${reason ?? ''}`} icon={IconClock} at={at}>
          {reason}
        </Line>
      ))}
      {pages.length === 0 && incident.status === 'triggered' ? (
        <Line icon={null}>{texts.nobodyYet}</Line>
      ) : null}
      {pages.map((page) => (
        <PageLine key={page.id} page={page} />
      ))}
      {incident.acknowledgedAt === null ? null : (
        <Line icon={IconEye} at={incident.acknowledgedAt} isDone>
          {incident.acknowledgedBy === null ? (
            texts.acknowledgedBySource
          ) : (
            <>
              <Person id={incident.acknowledgedBy} /> {texts.acknowledgedBy}
            </>
          )}
        </Line>
      )}
      {incident.resolvedAt === null ? null : (
        <Line icon={IconCircleCheck} at={incident.resolvedAt} isDone>
          {texts.resolved}
        </Line>
      )}
    </>
  );
}

const CHANNELS: Readonly<Record<ToldPage['channel'], Icon>> = {
  sms: IconMessage,
  voice: IconPhone,
  email: IconMail,
  webhook: IconWebhook,
};

const ARRIVED: ReadonlySet<PageState> = new Set(['sent', 'delivered']);

function PageLine({ page }: { page: ToldPage }) {
  const { waiting, ...states } = all.pageStates;
  const state = page.state === 'waiting' ? waiting(page.delaySeconds) : states[page.state];
  return (
    <Line
      icon={CHANNELS[page.channel]}
      {...(page.state === 'waiting' ? {} : { at: page.at })}
      isDone={ARRIVED.has(page.state)}
    >
      <span className={classes.page}>
        <Person id={page.userId} />
        <span>
          {all.channels[page.channel]} <strong>{state}</strong>
          {page.state === 'delivered' ? <IconCheck size={16} className={classes.tick} aria-hidden /> : null}
        </span>
      </span>
      {page.reason === '' ? null : (
        <Text span size="sm" c="dimmed" display="block">
          “{page.reason}”
        </Text>
      )}
    </Line>
  );
}

/** Without an icon it is still under way. */
function Line({
  icon: Sign,
  at,
  isDone = false,
  children,
}: {
  icon: Icon | null;
  at?: string;
  isDone?: boolean;
  children: ReactNode;
}) {
  return (
    <li className={classes.line} data-done={isDone || undefined}>
      <span className={classes.sign}>
        {Sign === null ? <Loader size={18} aria-hidden /> : <Sign size={18} aria-hidden />}
      </span>
      <div className={classes.said}>{children}</div>
      <Text span size="sm" c="dimmed" className={classes.at}>
        {at === undefined ? null : <Time at={at} relative />}
      </Text>
    </li>
  );
}
