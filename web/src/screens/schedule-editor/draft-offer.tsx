import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useServerNow } from '../../api/server-clock';
import { clockTime } from '../../design/times';
import { differencesBetween } from '../../schedule-editor/schedule-differences';
import type { StoredDraft } from '../../schedule-editor/stored-draft';
import { useSession } from '../../session/session';
import { texts } from '../../texts/schedule-editor';
import { DifferenceList } from './difference-list';

const NONE: ReadonlySet<string> = new Set();

/** A draft that was left in this browser: go on with it, or begin from what is saved. */
export function DraftOffer({
  stored,
  onGoOn,
  onDiscard,
}: {
  stored: StoredDraft;
  onGoOn: () => void;
  onDiscard: () => void;
}) {
  const { timeZone } = useSession();
  const when = clockTime(new Date(stored.savedAt), useServerNow(), timeZone);
  return (
    <Paper maw={720}>
      <Stack gap="md" align="flex-start">
        <Title order={2} size="h3">
          {texts.draftFound(when)}
        </Title>
        {stored.base === null ? (
          <Text>{stored.draft.name}</Text>
        ) : (
          <DifferenceList
            differences={differencesBetween(stored.base.draft, stored.draft)}
            contested={NONE}
          />
        )}
        <Group gap="sm">
          <Button onClick={onGoOn}>{texts.goOn}</Button>
          <Button variant="default" onClick={onDiscard}>
            {texts.discardDraft}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
