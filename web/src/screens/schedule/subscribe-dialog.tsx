import { Button, Checkbox, Group, Modal, Select, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { $api, type Schema } from '../../api/client';
import { Time } from '../../design/time';
import { Copyable, Failed, Loading } from '../../design/states';
import { feedTexts as texts, panelTexts } from '../../texts/schedules';
import { FaultLine } from '../../design/fault-line';
import { useIsPhone } from './is-phone';
import classes from './schedule-screen.module.css';
import { tellDone } from './notes';

type Feed = Schema<'CalendarFeed'>;

/** Where one gets an address for one's calendar program, and sees, renews and revokes those that one has made. */
export function SubscribeDialog({
  scheduleId,
  opened,
  onClose,
}: {
  scheduleId: string;
  opened: boolean;
  onClose: () => void;
}) {
  const isPhone = useIsPhone();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={texts.title}
      size="lg"
      fullScreen={isPhone}
      closeButtonProps={{ 'aria-label': panelTexts.close, size: 44 }}
    >
      <Subscribing scheduleId={scheduleId} />
    </Modal>
  );
}

function Subscribing({ scheduleId }: { scheduleId: string }) {
  const feeds = $api.useQuery('get', '/api/v1/calendar-feeds', { params: { query: { limit: 200 } } });
  const [made, setMade] = useState<Schema<'NewCalendarFeed'> | null>(null);
  const renewList = () => feeds.refetch();
  const create = $api.useMutation('post', '/api/v1/calendar-feeds', {
    onSuccess: (feed) => {
      setMade(feed);
      void renewList();
    },
  });
  const own = feeds.data?.items.filter((feed) => feed.scheduleId === scheduleId) ?? [];
  return (
    <Stack gap="md">
      <Text>{texts.what}</Text>
      {made === null ? (
        <Group>
          <Button
            loading={create.isPending}
            onClick={() => {
              create.mutate({ body: { scheduleId } });
            }}
          >
            {texts.make}
          </Button>
        </Group>
      ) : (
        <NewAddress key={made.url} url={made.url} />
      )}
      <FaultLine error={create.error} />
      <div>
        <Title order={3} mb={4}>
          {texts.mine}
        </Title>
        {feeds.isPending ? <Loading rows={1} height={44} /> : null}
        {feeds.error === null ? null : <Failed error={feeds.error} retry={renewList} />}
        {feeds.data !== undefined && own.length === 0 ? (
          <Text size="sm" c="dimmed">
            {texts.none}
          </Text>
        ) : null}
        <ul className={classes.requests} style={{ padding: 0 }}>
          {own.map((feed) => (
            <FeedLine key={feed.id} feed={feed} onRenewed={setMade} onChanged={renewList} />
          ))}
        </ul>
      </div>
    </Stack>
  );
}

/** The address, once, with what it shall show and how to open it. */
function NewAddress({ url }: { url: string }) {
  const [alarm, setAlarm] = useState('');
  const [gaps, setGaps] = useState(false);
  const query = new URLSearchParams({ ...(alarm === '' ? {} : { alarm }), ...(gaps ? { gaps: '1' } : {}) });
  const whole = query.size === 0 ? url : `${url}?${query.toString()}`;
  return (
    <Stack gap="sm">
      <Text fw={600} role="status">
        {texts.once}
      </Text>
      <Copyable text={whole} label={texts.address} />
      <Group gap="md" align="flex-end">
        <Select
          label={texts.alarm}
          allowDeselect={false}
          data={[
            { value: '', label: texts.alarmNone },
            { value: '60', label: texts.alarmHour },
            { value: '1440', label: texts.alarmDay },
          ]}
          value={alarm}
          onChange={(value) => {
            setAlarm(value ?? '');
          }}
        />
        <Checkbox
          label={texts.gaps}
          checked={gaps}
          mb={8}
          onChange={({ currentTarget }) => {
            setGaps(currentTarget.checked);
          }}
        />
        <Button component="a" variant="default" href={whole.replace(/^https?:/, 'webcal:')}>
          {texts.open}
        </Button>
      </Group>
    </Stack>
  );
}

function FeedLine({
  feed,
  onRenewed,
  onChanged,
}: {
  feed: Feed;
  onRenewed: (feed: Schema<'NewCalendarFeed'>) => void;
  onChanged: () => unknown;
}) {
  const [asked, setAsked] = useState<'revoke' | 'renew' | null>(null);
  const params = { path: { id: feed.id } };
  const revoke = $api.useMutation('delete', '/api/v1/calendar-feeds/{id}', {
    onSuccess: () => {
      tellDone(texts.revoked);
      onChanged();
    },
  });
  const renew = $api.useMutation('post', '/api/v1/calendar-feeds/{id}/rotation', {
    onSuccess: (next) => {
      setAsked(null);
      onRenewed(next);
      onChanged();
    },
  });
  const error = revoke.error ?? renew.error;
  return (
    <li className={classes.request} style={{ paddingInline: 0 }}>
      <div>
        <Text size="sm" fw={600}>
          {feed.prefix === null ? texts.address : `…${feed.prefix}…`}
        </Text>
        <Text size="sm" c="dimmed">
          {texts.made}
          <Time at={feed.createdAt} />
          {' · '}
          {feed.lastUsedAt === null ? texts.unused : texts.used}
          {feed.lastUsedAt === null ? null : <Time at={feed.lastUsedAt} relative />}
        </Text>
        {asked === null ? null : (
          <Text size="sm">{asked === 'revoke' ? texts.revokeSays : texts.renewSays}</Text>
        )}
        <FaultLine error={error} />
      </div>
      <Group gap="xs">
        {asked === null ? (
          <>
            <Button
              variant="default"
              onClick={() => {
                setAsked('renew');
              }}
            >
              {texts.renew}
            </Button>
            <Button
              variant="default"
              onClick={() => {
                setAsked('revoke');
              }}
            >
              {texts.revoke}
            </Button>
          </>
        ) : (
          <>
            <Button
              loading={revoke.isPending || renew.isPending}
              onClick={() => {
                if (asked === 'revoke') revoke.mutate({ params });
                else renew.mutate({ params, body: { keepOldForSeconds: 0 } });
              }}
            >
              {asked === 'revoke' ? texts.reallyRevoke : texts.reallyRenew}
            </Button>
            <Button
              variant="default"
              onClick={() => {
                setAsked(null);
              }}
            >
              {texts.keep}
            </Button>
          </>
        )}
      </Group>
    </li>
  );
}
