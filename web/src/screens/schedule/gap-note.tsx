import { Button, Group, Paper, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Schema } from '../../api/client';
import { lengthOf, spanIn } from '../../schedule-timeline/shift-words';
import type { Stretch } from '../../schedule-timeline/lanes';
import { texts } from '../../texts/schedules';
import classes from './schedule-screen.module.css';

const MOST_SHOWN = 3;

/** The hours to come in what is shown that nobody covers, each with the way to cover it; nothing where there are none. */
export function GapNote({
  gaps,
  zone,
  now,
  mayCover,
  onCover,
}: {
  gaps: Schema<'Shifts'>['gaps'];
  zone: string;
  now: Date;
  mayCover: boolean;
  onCover: (gap: Stretch, place: DOMRect) => void;
}) {
  const ahead = gaps
    .map(({ start, end }) => ({
      start: new Date(Math.max(Date.parse(start), now.getTime())),
      end: new Date(end),
    }))
    .filter(({ start, end }) => end > start);
  if (ahead.length === 0) return null;
  return (
    <Paper className={classes.gaps} role="group" aria-label={texts.gapsTitle(ahead.length)}>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <IconAlertTriangle size={20} aria-hidden style={{ flexShrink: 0, marginTop: 12 }} />
        <div className={classes.gapList}>
          <Text fw={650} className={classes.gapTitle}>
            {texts.gapsTitle(ahead.length)}
          </Text>
          {ahead.slice(0, MOST_SHOWN).map((gap) => (
            <Group key={gap.start.toISOString()} gap="sm">
              <Text size="sm">{`${spanIn(gap, zone)} · ${lengthOf(gap)}`}</Text>
              {mayCover ? (
                <Button
                  variant="default"
                  aria-label={`${texts.cover}: ${spanIn(gap, zone)}`}
                  onClick={({ currentTarget }) => {
                    onCover(gap, currentTarget.getBoundingClientRect());
                  }}
                >
                  {texts.cover}
                </Button>
              ) : null}
            </Group>
          ))}
          {ahead.length > MOST_SHOWN ? (
            <Text size="sm">{texts.moreGaps(ahead.length - MOST_SHOWN)}</Text>
          ) : null}
        </div>
      </Group>
    </Paper>
  );
}
