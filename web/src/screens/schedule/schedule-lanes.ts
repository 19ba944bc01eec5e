import type { Schema } from '../../api/client';
import type { People } from '../../people/people';
import type { Stretch, TimelineLane, TimelineShift } from '../../schedule-timeline/lanes';
import { texts as peopleTexts } from '../../texts/people';
import { texts } from '../../texts/schedules';
import type { ShownSchedule } from './schedule-data';

export const FINAL = 'final';
const OVERRIDES = 'overrides';

/** What it takes to make lanes of a schedule. */
export interface LaneSetting {
  readonly people: People;
  readonly now: Date;
  /** The overrides that the reader may change, by their ids. */
  readonly changeable: ReadonlySet<string>;
  /** Whether the reader may draw stretches at all. */
  readonly mayDraw: boolean;
  /** Overrides that were moved, before the server has said so. */
  readonly moved: ReadonlyMap<string, Stretch>;
}

/** The lanes of a schedule: the final line, overrides, layers (what wins stands higher), and who is away. */
export function lanesOf(shown: ShownSchedule, setting: LaneSetting): TimelineLane[] {
  const away = shown.layers.absences.map((absence, place): TimelineShift => ({
    id: `away:${absence.userId}:${absence.start}:${String(place)}`,
    kind: 'away',
    ...stretchOf(absence),
    userId: absence.userId,
    why: texts.awayWhy,
  }));
  return [
    {
      id: FINAL,
      name: texts.final,
      weight: 'final',
      shifts: finalShifts(shown, setting.people),
      takesStretches: setting.mayDraw,
    },
    { id: OVERRIDES, name: texts.overrides, weight: 'overrides', shifts: overrideShifts(shown, setting) },
    ...shown.layers.layers.toReversed().map((layer): TimelineLane => ({
      id: layer.layerId,
      name: layer.name,
      weight: 'layer',
      shifts: layer.items.map((item) => ({
        id: `${layer.layerId}:${item.start}`,
        kind: 'shift',
        ...stretchOf(item),
        userId: item.userId,
        why: texts.layer(layer.name),
      })),
    })),
    ...(away.length === 0 ? [] : [{ id: 'away', name: texts.away, weight: 'layer' as const, shifts: away }]),
  ];
}

function finalShifts({ schedule, shifts, overrides }: ShownSchedule, people: People): TimelineShift[] {
  const layerNames = new Map(schedule.layers.map(({ id, name }) => [id, name]));
  const overrideById = new Map(overrides.map((override) => [override.id, override]));
  const taken = shifts.items.map((item): TimelineShift => {
    const override = item.source.kind === 'override' ? overrideById.get(item.source.id) : undefined;
    const why = override ? overrideWhy(override, people) : (layerNames.get(item.source.id) ?? texts.override);
    return { id: `${FINAL}:${item.start}`, kind: 'shift', ...stretchOf(item), userId: item.userId, why };
  });
  const gaps = shifts.gaps.map((gap): TimelineShift => ({
    id: `gap:${gap.start}`,
    kind: 'gap',
    ...stretchOf(gap),
    userId: null,
    why: texts.gapWhy,
  }));
  return [...taken, ...gaps].sort((left, right) => left.start.getTime() - right.start.getTime());
}

function overrideShifts(
  { overrides }: ShownSchedule,
  { people, now, changeable, moved }: LaneSetting,
): TimelineShift[] {
  return overrides.map((override) => {
    const stretch = moved.get(override.id) ?? stretchOf(override);
    const isOpen = stretch.end > now && changeable.has(override.id);
    return {
      id: `${OVERRIDES}:${override.id}`,
      kind: 'shift',
      ...stretch,
      userId: override.userId,
      why: overrideWhy(override, people),
      isMovable: isOpen && stretch.start > now,
      isResizable: isOpen,
    };
  });
}

/** The override that a shift of the overrides' lane is of. */
export const overrideIdOf = (shift: TimelineShift): string | undefined =>
  shift.id.startsWith(`${OVERRIDES}:`) ? shift.id.slice(OVERRIDES.length + 1) : undefined;

/** `override by Bo: dentist`, `agreed with Ana`. */
function overrideWhy({ createdBy, reason, replaces, swapId }: Schema<'Override'>, people: People): string {
  const name = (id: string | null) => (id === null ? null : (people.get(id)?.name ?? peopleTexts.somebody));
  if (swapId !== null) return texts.agreed(name(replaces));
  return texts.overrideBy(name(createdBy) ?? peopleTexts.somebody, reason);
}

const stretchOf = ({ start, end }: { start: string; end: string }): Stretch => ({
  start: new Date(start),
  end: new Date(end),
});
