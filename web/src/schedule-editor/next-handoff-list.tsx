import { Group, Skeleton, Stack, Text } from '@mantine/core';
import { Person } from '../design/person';
import { Time } from '../design/time';
import { texts } from '../texts/schedule-editor';
import { useDraftPreview, usePreviewWindow } from './draft-preview';
import { handoffsOf } from './next-handoffs';
import classes from './next-handoff-list.module.css';
import { daysForHandoffs, layerInWords } from './rotation-pattern';
import type { LayerDraft } from './schedule-draft';

const SHOWN = 4;

/** A rotation as a sentence, and who hands it to whom next: asked of the server, as one types. */
export function NextHandoffList({ layer, timeZone }: { layer: LayerDraft; timeZone: string }) {
  const window = usePreviewWindow(daysForHandoffs(layer.handoff, SHOWN));
  const alone = { timeZone, layers: [{ ...layer, restrictions: [] }] };
  const { last, isOld, fault } = useDraftPreview(layer.participants.length === 0 ? null : alone, window);
  const { now, next } = handoffsOf(last?.items ?? [], window.from, SHOWN);
  const hasNothing = next.length === 0 && now === null;
  return (
    <section className={classes.box} aria-label={texts.sentenceLabel}>
      <Text fw={600}>{layerInWords(layer)}</Text>
      {layer.participants.length === 0 ? null : (
        <Stack gap={4} mt={8} opacity={isOld && fault === null ? 0.6 : 1}>
          <Text size="sm" c="dimmed">
            {texts.nextHandoffs}
          </Text>
          {last === null && fault === null ? (
            <Skeleton height={SHOWN * 32} />
          ) : (
            <ol className={classes.list}>
              {now === null ? null : (
                <li>
                  <Text span size="sm" c="dimmed">
                    {texts.nowOnTurn}
                  </Text>
                  <Person id={now} />
                </li>
              )}
              {next.map(({ at, userId }) => (
                <li key={at}>
                  <Time at={at} zone={timeZone} />
                  <Person id={userId} />
                </li>
              ))}
            </ol>
          )}
          {hasNothing && last !== null ? <Text size="sm">{texts.noHandoffs}</Text> : null}
          {layer.restrictions.length === 0 ? null : (
            <Group gap={4}>
              <Text size="sm" c="dimmed">
                {texts.onlyInHours}
              </Text>
            </Group>
          )}
        </Stack>
      )}
    </section>
  );
}
