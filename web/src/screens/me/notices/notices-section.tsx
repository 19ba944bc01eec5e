import { Paper, Stack, Switch, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { $api, type Schema } from '../../../api/client';
import { FaultLine } from '../../../design/fault-line';
import { Pending } from '../../../design/states';
import { useMay, useSession } from '../../../session/session';
import { texts } from '../../../texts/notices';
import classes from './notices.module.css';

type Kinds = Schema<'NoticePreferences'>['kinds'];
type Kind = keyof Kinds;

const GROUPS: readonly { readonly title: string; readonly kinds: readonly Kind[] }[] = [
  { title: texts.groups.shifts, kinds: ['shift.starts-soon', 'shift.started', 'shift.ended'] },
  { title: texts.groups.swaps, kinds: ['swap.requested', 'swap.answered', 'swap.reminder'] },
  { title: texts.groups.contact, kinds: ['contact-method.unproven'] },
  {
    title: texts.groups.team,
    kinds: ['coverage.gap', 'coverage.unreachable-member', 'responder.answered', 'webhook.paused'],
  },
];

/** Of what I am told beside pages: a switch each, kept at once. */
export function NoticesSection() {
  const { id } = useSession();
  const may = useMay();
  const queries = useQueryClient();
  const params = { params: { path: { id } } };
  const { queryKey } = $api.queryOptions('get', '/api/v1/users/{id}/notice-preferences', params);
  const preferences = $api.useQuery('get', '/api/v1/users/{id}/notice-preferences', params);
  const save = $api.useMutation('put', '/api/v1/users/{id}/notice-preferences', {
    onMutate: async ({ body: { kinds } }) => {
      await queries.cancelQueries({ queryKey });
      queries.setQueryData<Schema<'NoticePreferences'>>(
        queryKey,
        (before) => before && { kinds: { ...before.kinds, ...kinds } },
      );
    },
    onError: () => queries.invalidateQueries({ queryKey }),
    onSuccess: (kept) => queries.setQueryData(queryKey, kept),
  });
  if (preferences.data === undefined) return <Pending query={preferences} rows={4} height={120} />;
  const { kinds } = preferences.data;
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed">
        {texts.intro}
      </Text>
      <FaultLine error={save.error} />
      {GROUPS.map((group) => (
        <section key={group.title}>
          <Title order={2} size="h3" mb="xs">
            {group.title}
          </Title>
          <Paper p={0}>
            {group.kinds.map((kind) => (
              <NoticeSwitch
                key={kind}
                kind={kind}
                isOn={kinds[kind]}
                isLocked={!may('contact.change', { ownerId: id })}
                turn={(isOn) => save.mutate({ ...params, body: { kinds: { ...kinds, [kind]: isOn } } })}
              />
            ))}
          </Paper>
        </section>
      ))}
      <Text size="sm" c="dimmed">
        {texts.always}
      </Text>
    </Stack>
  );
}

interface NoticeSwitchProps {
  kind: Kind;
  isOn: boolean;
  isLocked: boolean;
  turn: (isOn: boolean) => void;
}

function NoticeSwitch({ kind, isOn, isLocked, turn }: NoticeSwitchProps) {
  const { label, detail } = texts.kinds[kind];
  return (
    <Switch
      className={classes['line'] ?? ''}
      labelPosition="left"
      size="md"
      label={label}
      description={detail}
      checked={isOn}
      disabled={isLocked}
      onChange={(event) => turn(event.currentTarget.checked)}
    />
  );
}
