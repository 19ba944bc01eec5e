import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { $api, type Schema } from '../../api/client';
import { refresh } from '../../api/live-changes';
import { ConsequenceButton } from '../../design/consequence-button';
import { FaultLine } from '../../design/fault-line';
import { usePerson } from '../../design/person';
import { Empty, Pending } from '../../design/states';
import { Time } from '../../design/time';
import { texts } from '../../texts/admin';
import classes from './admin.module.css';

/** What a restore left held, and the decision whether it is paged. */
export function RestoreSection() {
  const state = $api.useQuery('get', '/api/v1/restore');
  if (state.data === undefined) return <Pending query={state} rows={2} />;
  const { restore, heldCount } = state.data;
  if (restore === null)
    return (
      <Empty title={texts.noRestore}>
        <Text size="sm">{texts.noRestoreDetail}</Text>
      </Empty>
    );
  return (
    <Stack gap="md">
      <Paper p="lg">
        <Stack gap="xs">
          <Title order={2} size="h3">
            {heldCount > 0 ? texts.held(heldCount) : texts.noRestore}
          </Title>
          <Text size="sm" c="dimmed">
            {texts.restoredAt} <Time at={restore.restoredAt} />
            {restore.stateOf === null ? null : (
              <>
                {' · '}
                {texts.stateOf} <Time at={restore.stateOf} />
              </>
            )}
          </Text>
          {restore.decision === null ? null : (
            <Decided restore={{ ...restore, decision: restore.decision }} />
          )}
          {heldCount > 0 ? <Decide heldCount={heldCount} /> : null}
        </Stack>
      </Paper>
      {heldCount > 0 ? <HeldIncidents /> : null}
    </Stack>
  );
}

type Restore = NonNullable<Schema<'RestoreState'>['restore']>;

function Decided({ restore }: { restore: Restore & { decision: 'all' | 'none' } }) {
  const { name } = usePerson(restore.decidedBy ?? '');
  return (
    <Text size="sm">
      {texts.decided[restore.decision]}, {texts.decidedBy(name)}
      {restore.decidedAt === null ? null : (
        <>
          {' · '}
          <Time at={restore.decidedAt} />
        </>
      )}
    </Text>
  );
}

function Decide({ heldCount }: { heldCount: number }) {
  const queries = useQueryClient();
  const resume = $api.useMutation('post', '/api/v1/restore/resume', {
    onSuccess: () => refresh(queries, ['/api/v1/restore', '/api/v1/incidents']),
  });
  const shared = { keep: texts.cancel, isPending: resume.isPending, error: resume.error };
  return (
    <>
      <Text size="sm">{texts.heldDetail}</Text>
      <Group gap="sm">
        <ConsequenceButton
          {...shared}
          label={texts.pageAll}
          question={texts.pageAllQuestion(heldCount)}
          consequence={texts.pageAllConsequence}
          onConfirm={() => resume.mutate({ body: { which: 'all' } })}
        />
        <ConsequenceButton
          {...shared}
          label={texts.pageNone}
          question={texts.pageNoneQuestion(heldCount)}
          consequence={texts.pageNoneConsequence}
          onConfirm={() => resume.mutate({ body: { which: 'none' } })}
        />
      </Group>
    </>
  );
}

function HeldIncidents() {
  const held = $api.useInfiniteQuery(
    'get',
    '/api/v1/restore/held-incidents',
    { params: { query: { limit: 50 } } },
    {
      pageParamName: 'cursor',
      initialPageParam: null,
      getNextPageParam: ({ nextCursor }: Schema<'HeldIncidentPage'>) => nextCursor ?? undefined,
    },
  );
  if (held.data === undefined) return <Pending query={held} />;
  return (
    <Stack gap="md">
      <ul className={classes.list}>
        {held.data.pages
          .flatMap(({ items }) => items)
          .map(({ id, number, title, serviceName, heldSince }) => (
            <li key={id} className={classes.line}>
              <div className={classes.what}>
                <Link to="/incidents/$incidentId" params={{ incidentId: id }} className={classes.plainLink}>
                  #{number} {title}
                </Link>
                <Text span size="sm" c="dimmed">
                  {serviceName} · {texts.heldSince} <Time at={heldSince} />
                </Text>
              </div>
            </li>
          ))}
      </ul>
      {held.isFetchNextPageError ? <FaultLine error={held.error} /> : null}
      {held.hasNextPage ? (
        <Button
          variant="default"
          loading={held.isFetchingNextPage}
          onClick={() => void held.fetchNextPage()}
          style={{ alignSelf: 'center' }}
        >
          {texts.more}
        </Button>
      ) : null}
    </Stack>
  );
}
