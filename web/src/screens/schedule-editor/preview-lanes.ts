import type { Preview } from '../../schedule-editor/draft-preview';
import type { ScheduleDraft } from '../../schedule-editor/schedule-draft';
import type { TimelineLane } from '../../schedule-timeline/lanes';
import { texts } from '../../texts/schedule-editor';

/** The lines of the preview: what the draft makes, and below it the stretches that somebody else would have. */
export function lanesOf(
  preview: Preview,
  draft: ScheduleDraft,
  nameOf: (id: string) => string,
): TimelineLane[] {
  const layerName = (id: string) => draft.layers.find((layer) => layer.id === id)?.name ?? '';
  const shifts = preview.items.map(({ start, end, userId, source }) => ({
    id: `shift ${start}`,
    kind: 'shift' as const,
    start: new Date(start),
    end: new Date(end),
    userId,
    why: layerName(source.id),
  }));
  const gaps = preview.gaps.map(({ start, end }) => ({
    id: `gap ${start}`,
    kind: 'gap' as const,
    start: new Date(start),
    end: new Date(end),
    userId: null,
    why: '',
  }));
  const final: TimelineLane = {
    id: 'final',
    name: texts.finalLine,
    weight: 'final',
    shifts: [...shifts, ...gaps],
  };
  const changes = preview.diff?.changes ?? [];
  if (changes.length === 0) return [final];
  return [
    final,
    {
      id: 'changes',
      name: texts.changedLine,
      weight: 'layer',
      shifts: changes.map(({ start, end, before, after }) => ({
        id: `change ${start}`,
        kind: after === null ? 'gap' : 'shift',
        start: new Date(start),
        end: new Date(end),
        userId: after,
        why: texts.changedFrom(before === null ? texts.nobody : nameOf(before)),
      })),
    },
  ];
}
