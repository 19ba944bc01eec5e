import { Group, Paper, Text, Title } from '@mantine/core';
import { $api, type Schema } from '../../../api/client';
import { Pending } from '../../../design/states';
import { Time } from '../../../design/time';
import { useMay, useSession } from '../../../session/session';
import { texts } from '../../../texts/account';
import classes from './account.module.css';
import { RotationButton } from '../../../design/rotation-button';
import { RevokeDialog } from './revoke-dialog';

type Feed = Schema<'CalendarFeed'>;

const PATHS = ['/api/v1/calendar-feeds'];

/** The calendar addresses that I made. */
export function CalendarFeeds() {
  const feeds = $api.useQuery('get', '/api/v1/calendar-feeds', { params: { query: { limit: 200 } } });
  return (
    <section>
      <Title order={2} size="h3">
        {texts.feeds}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {texts.feedsDetail}
      </Text>
      {feeds.data === undefined ? (
        <Pending query={feeds} rows={1} />
      ) : feeds.data.items.length === 0 ? (
        <Text c="dimmed">{texts.noFeeds}</Text>
      ) : (
        <Paper p={0}>
          <ul className={classes['list']}>
            {feeds.data.items.map((feed) => (
              <FeedLine key={feed.id} feed={feed} />
            ))}
          </ul>
        </Paper>
      )}
    </section>
  );
}

function FeedLine({ feed }: { feed: Feed }) {
  const { id } = useSession();
  const may = useMay();
  const name = useFeedName(feed);
  const rotate = $api.useMutation('post', '/api/v1/calendar-feeds/{id}/rotation');
  const revoke = $api.useMutation('delete', '/api/v1/calendar-feeds/{id}');
  const params = { params: { path: { id: feed.id } } };
  return (
    <li className={classes['line']}>
      <div className={classes['what']}>
        <Text fw={550}>{name}</Text>
        <Text size="sm" c="dimmed">
          {feed.lastUsedAt === null ? (
            texts.tokenUnused
          ) : (
            <>
              {texts.tokenUsed} <Time at={feed.lastUsedAt} relative />
            </>
          )}
        </Text>
      </div>
      {may('calendar-feed.change', { ownerId: id }) ? (
        <Group gap="xs">
          <RotationButton
            name={name}
            label={texts.feedNew}
            says={texts.tokenOnce}
            rotate={async (keepOldForSeconds) =>
              (await rotate.mutateAsync({ ...params, body: { keepOldForSeconds } })).url
            }
            paths={PATHS}
          />
          <RevokeDialog
            name={name}
            title={texts.feedRevokeTitle}
            detail={texts.feedRevokeDetail}
            done={texts.feedRevoked}
            revoke={() => revoke.mutateAsync(params)}
            paths={PATHS}
          />
        </Group>
      ) : null}
    </li>
  );
}

/** What the calendar shows, by name where it is known. */
function useFeedName({ scheduleId, userId, teamId }: Feed): string {
  const { id } = useSession();
  const schedule = $api.useQuery(
    'get',
    '/api/v1/schedules/{id}',
    { params: { path: { id: scheduleId ?? '' } } },
    { enabled: scheduleId !== null },
  );
  const team = $api.useQuery(
    'get',
    '/api/v1/teams/{id}',
    { params: { path: { id: teamId ?? '' } } },
    { enabled: teamId !== null },
  );
  if (scheduleId !== null) return schedule.data?.name ?? texts.feedKinds.schedule;
  if (teamId !== null) return team.data?.name ?? texts.feedKinds.team;
  return userId === id ? texts.feedKinds.mine : texts.feedKinds.person;
}
