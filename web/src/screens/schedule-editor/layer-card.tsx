import { Button } from '@mantine/core';
import { IconChevronDown, IconGripVertical, IconTrash } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { Face } from '../../design/person';
import { usePeople } from '../../people/people';
import type { DragOrder } from '../../schedule-editor/drag-order';
import { OrderButtons } from '../../schedule-editor/order-buttons';
import { layerInWords } from '../../schedule-editor/rotation-pattern';
import type { LayerDraft, ScheduleDraft } from '../../schedule-editor/schedule-draft';
import { texts as peopleTexts } from '../../texts/people';
import { texts } from '../../texts/schedule-editor';
import { LayerFields } from './layer-fields';
import { RemoveLayer } from './remove-layer';
import classes from './schedule-editor.module.css';

const MOST_FACES = 5;

/** A layer: folded it is a sentence and faces, open it is its fields. */
export function LayerCard({
  draft,
  place,
  isOpen,
  onToggle,
  onChange,
  onRemove,
  move,
  drag,
  window,
  teamMembers,
  faults,
}: {
  draft: ScheduleDraft;
  place: number;
  isOpen: boolean;
  onToggle: () => void;
  onChange: (layer: LayerDraft) => void;
  onRemove: () => void;
  move: (from: number, to: number) => void;
  drag: DragOrder;
  window: { from: string; to: string };
  teamMembers: readonly string[];
  faults: Readonly<Record<string, string>>;
}) {
  const [isRemoving, setRemoving] = useState(false);
  const body = useId();
  const layer = draft.layers[place];
  if (layer === undefined) return null;
  const path = `layers.${String(place)}`;
  const name = layer.name.trim() === '' ? texts.unnamed : layer.name;
  const isFaulty = Object.keys(faults).some((key) => key === path || key.startsWith(`${path}.`));
  const count = draft.layers.length;
  return (
    <li className={classes.layer} data-faulty={isFaulty || undefined} {...drag.row(place)}>
      <div className={classes.layerHead}>
        {count < 2 ? null : (
          <span className={classes.grip} title={texts.drag} {...drag.handle(place)}>
            <IconGripVertical size={18} aria-hidden />
          </span>
        )}
        <h3 className={classes.layerTitle}>
          <button type="button" aria-expanded={isOpen} aria-controls={body} onClick={onToggle}>
            <span className={classes.layerWords}>
              <span className={classes.layerName}>{name}</span>
              <span className={classes.sentence}>{layerInWords(layer)}</span>
              <Faces participants={layer.participants} />
            </span>
            <IconChevronDown size={20} aria-hidden className={classes.chevron} data-open={isOpen} />
          </button>
        </h3>
        <OrderButtons what={name} place={place} count={count} move={move} />
      </div>
      <div id={body} hidden={!isOpen}>
        {isOpen ? (
          <div className={classes.layerBody}>
            <LayerFields
              layer={layer}
              onChange={onChange}
              timeZone={draft.timeZone}
              teamMembers={teamMembers}
              faults={faults}
              path={path}
            />
            {isRemoving ? (
              <RemoveLayer
                draft={draft}
                layer={layer}
                window={window}
                onRemove={onRemove}
                onKeep={() => setRemoving(false)}
              />
            ) : (
              <Button
                variant="default"
                leftSection={<IconTrash size={18} aria-hidden />}
                style={{ justifySelf: 'start' }}
                onClick={() => setRemoving(true)}
              >
                {texts.removeLayer}
              </Button>
            )}
          </div>
        ) : null}
      </div>
    </li>
  );
}

function Faces({ participants }: { participants: readonly string[] }) {
  const people = usePeople();
  const shown = [...new Set(participants)].slice(0, MOST_FACES);
  const names = participants.map((id) => people.get(id)?.name ?? peopleTexts.somebody);
  return (
    <span className={classes.faces}>
      {shown.map((id) => (
        <Face key={id} person={{ id, name: people.get(id)?.name ?? peopleTexts.somebody }} size={24} />
      ))}
      <span className={classes.names}>{names.join(', ')}</span>
    </span>
  );
}
