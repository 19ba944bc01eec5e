import { Button, Group, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useDraftPreview } from '../../schedule-editor/draft-preview';
import { gapsInWords, newGaps } from '../../schedule-editor/open-hours';
import type { LayerDraft, ScheduleDraft } from '../../schedule-editor/schedule-draft';
import { texts } from '../../texts/schedule-editor';
import classes from './schedule-editor.module.css';

/** What deleting a layer leaves open, asked of the server, before it is deleted from the draft. */
export function RemoveLayer({
  draft,
  layer,
  window,
  onRemove,
  onKeep,
}: {
  draft: ScheduleDraft;
  layer: LayerDraft;
  window: { from: string; to: string };
  onRemove: () => void;
  onKeep: () => void;
}) {
  const others = draft.layers.filter(({ id }) => id !== layer.id);
  const isOnly = others.length === 0;
  const now = useDraftPreview(isOnly ? null : draft, window);
  const without = useDraftPreview(isOnly ? null : { ...draft, layers: others }, window);
  const name = layer.name.trim() === '' ? texts.unnamed : layer.name;
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  return (
    <div className={classes.removal} role="group" aria-label={texts.removeIt(name)} tabIndex={-1} ref={panel}>
      <Text size="sm" role="status">
        {isOnly ? texts.leavesAll(name) : consequence()}
      </Text>
      <Group gap="sm">
        {isOnly ? null : (
          <Button variant="filled" color="dark" onClick={onRemove}>
            {texts.removeIt(name)}
          </Button>
        )}
        <Button variant="default" onClick={onKeep}>
          {texts.keepIt}
        </Button>
      </Group>
    </div>
  );

  function consequence(): string {
    if (without.last === null || now.last === null)
      return without.fault !== null || now.fault !== null ? texts.cannotSay(name) : texts.removing(name);
    const open = newGaps(now.last.gaps, without.last.gaps);
    return open.length === 0
      ? texts.leavesNothingOpen(name)
      : texts.leavesNobody(name, gapsInWords(open, window, draft.timeZone));
  }
}
