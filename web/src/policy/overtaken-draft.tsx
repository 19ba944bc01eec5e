import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Schema } from '../api/client';
import { useServerNow } from '../api/server-clock';
import { relativeTime } from '../design/times';
import { useTeams } from '../people/teams';
import { useSession } from '../session/session';
import { texts } from '../texts/policies';
import { PolicyInWords } from './policy-in-words';

/** Somebody saved the policy while one edits it: how it is now, and what to do with one's own draft. */
export function OvertakenDraft({
  policy,
  onTakeTheirs,
  onKeepMine,
}: {
  policy: Schema<'EscalationPolicy'>;
  onTakeTheirs: () => void;
  onKeepMine: () => void;
}) {
  const now = useServerNow(60_000);
  const team = useTeams().data?.find(({ id }) => id === policy.teamId);
  const { timeZone } = useSession();
  return (
    <Paper role="alert" aria-labelledby="overtaken">
      <Stack gap="md">
        <div>
          <Title order={2} size="h3" id="overtaken">
            {texts.overtaken(relativeTime(new Date(policy.updatedAt), now, timeZone))}
          </Title>
          <Text size="sm">{texts.overtakenWhy}</Text>
        </div>
        <section aria-label={texts.theirs}>
          <Text fw={600}>
            {policy.name} · {policy.teamId === null ? texts.noOwner : (team?.name ?? '…')}
          </Text>
          <PolicyInWords policy={policy} />
        </section>
        <Group gap="sm">
          <Button variant="default" onClick={onTakeTheirs}>
            {texts.takeTheirs}
          </Button>
          <Button onClick={onKeepMine}>{texts.keepMine}</Button>
        </Group>
      </Stack>
    </Paper>
  );
}
