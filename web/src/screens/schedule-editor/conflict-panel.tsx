import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { $api, type Schema } from '../../api/client';
import { useServerNow } from '../../api/server-clock';
import { relativeTime } from '../../design/times';
import { changedByBoth, differencesBetween } from '../../schedule-editor/schedule-differences';
import { useNames } from '../../schedule-editor/names';
import { draftOf, type ScheduleDraft } from '../../schedule-editor/schedule-draft';
import { useSession } from '../../session/session';
import { texts } from '../../texts/schedule-editor';
import { DifferenceList } from './difference-list';
import classes from './schedule-editor.module.css';

/** Somebody saved a newer version while one edits: who and when, what both changed, and what to do with the two. */
export function ConflictPanel({
  base,
  draft,
  theirs,
  onTakeTheirs,
  onKeepMine,
  hasFocus,
}: {
  base: ScheduleDraft;
  draft: ScheduleDraft;
  theirs: Schema<'Schedule'>;
  onTakeTheirs: () => void;
  onKeepMine: () => void;
  /** Whether it is the answer to a press of the save button, and so is led to. */
  hasFocus: boolean;
}) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (hasFocus) panel.current?.focus();
  }, [hasFocus]);
  const newer = draftOf(theirs);
  const contested = changedByBoth(base, draft, newer);
  const who = useWhoSaved(theirs);
  return (
    <Paper
      ref={panel}
      tabIndex={-1}
      role="alert"
      className={classes.conflict}
      aria-labelledby="schedule-conflict"
    >
      <Stack gap="md">
        <div>
          <Title order={2} size="h3" id="schedule-conflict">
            {who}
          </Title>
          <Text size="sm">{texts.nothingLost}</Text>
        </div>
        <div className={classes.two}>
          <section aria-labelledby="their-changes">
            <h3 id="their-changes">{texts.theirChanges}</h3>
            <DifferenceList differences={differencesBetween(base, newer)} contested={contested} />
          </section>
          <section aria-labelledby="your-changes">
            <h3 id="your-changes">{texts.yourChanges}</h3>
            <DifferenceList differences={differencesBetween(base, draft)} contested={contested} />
          </section>
        </div>
        <Group gap="sm">
          <Button onClick={onKeepMine}>{texts.keepMine}</Button>
          <Button variant="default" onClick={onTakeTheirs}>
            {texts.takeTheirs}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

/** `Bo saved a newer version 2 min ago.` */
export function useWhoSaved({ id, version, updatedAt }: Schema<'Schedule'>): string {
  const me = useSession();
  const nameOf = useNames();
  const now = useServerNow();
  const versions = $api.useQuery('get', '/api/v1/schedules/{id}/versions', { params: { path: { id } } });
  const madeBy = versions.data?.items.find((each) => each.version === version)?.madeBy ?? null;
  const who = madeBy === null ? texts.somebody : madeBy === me.id ? texts.youElsewhere : nameOf(madeBy);
  return texts.newerSaved(who, relativeTime(new Date(updatedAt), now, me.timeZone));
}
