import { Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useDragOrder } from '../../schedule-editor/drag-order';
import { moved, replacedAt, type LayerDraft, type ScheduleDraft } from '../../schedule-editor/schedule-draft';
import { useTeams } from '../../people/teams';
import { texts } from '../../texts/schedule-editor';
import { AddLayer } from './add-layer';
import { LayerCard } from './layer-card';
import classes from './schedule-editor.module.css';

/** The layers of a draft in their order, and ways to add more. */
export function LayerList({
  draft,
  onChange,
  faults,
  window,
}: {
  draft: ScheduleDraft;
  onChange: (draft: ScheduleDraft) => void;
  faults: Readonly<Record<string, string>>;
  window: { from: string; to: string };
}) {
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(draft.layers.length === 1 ? draft.layers.map(({ id }) => id) : []),
  );
  const [said, setSaid] = useState('');
  const put = (layers: LayerDraft[]) => onChange({ ...draft, layers });
  const move = (from: number, to: number) => {
    setSaid(texts.movedTo(draft.layers[from]?.name ?? '', to + 1, draft.layers.length));
    put(moved(draft.layers, from, to));
  };
  const drag = useDragOrder(move);
  const teamMembers =
    useTeams()
      .data?.find(({ id }) => id === draft.teamId)
      ?.members.map(({ userId }) => userId) ?? [];
  const toggle = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  return (
    <Stack component="section" gap="sm" aria-labelledby="schedule-layers">
      <div>
        <Title order={2} size="h3" id="schedule-layers">
          {texts.layers}
        </Title>
        {draft.layers.length < 2 ? null : (
          <Text size="sm" c="dimmed">
            {texts.layersHint}
          </Text>
        )}
      </div>
      {faults.layers === undefined ? null : (
        <Text size="sm" c="var(--rouse-fault)">
          {faults.layers}
        </Text>
      )}
      <ol className={classes.layers}>
        {draft.layers.map((layer, place) => (
          <LayerCard
            key={layer.id}
            draft={draft}
            place={place}
            isOpen={open.has(layer.id)}
            onToggle={() => toggle(layer.id)}
            onChange={(next) => put(replacedAt(draft.layers, place, next))}
            onRemove={() => {
              setSaid(texts.removed(layer.name));
              put(draft.layers.filter(({ id }) => id !== layer.id));
            }}
            move={move}
            drag={drag}
            window={window}
            teamMembers={teamMembers}
            faults={faults}
          />
        ))}
      </ol>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      <AddLayer
        draft={draft}
        teamMembers={teamMembers}
        onAdd={(layers) => {
          const [first] = layers;
          if (first !== undefined && layers.length === 1) setOpen(new Set([first.id]));
          put([...draft.layers, ...layers]);
        }}
      />
    </Stack>
  );
}
