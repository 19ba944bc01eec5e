import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schema } from '../../api/client';
import { ProblemError } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { usePeople } from '../../people/people';
import { momentIn, spanIn } from '../../schedule-timeline/shift-words';
import type { Stretch } from '../../schedule-timeline/lanes';
import { panelTexts } from '../../texts/schedules';
import { offerUndo } from '../../design/undo';
import { tellFault } from './notes';

type Override = Schema<'Override'>;

/** What can be done to overrides, each with its undo. What was moved shows before the server has answered. */
export function useOverrideDeeds(scheduleId: string, zone: string) {
  const queries = useQueryClient();
  const people = usePeople();
  const [moved, setMoved] = useState<ReadonlyMap<string, Stretch>>(new Map());
  const renew = () => refresh(queries, ['/api/v1/schedules', '/api/v1/on-call', '/api/v1/me/shifts']);
  const name = (id: string) => people.get(id)?.name ?? panelTexts.somebody;
  const thenRenew = async <Answer>(work: Promise<Answer>): Promise<Answer> => {
    const answer = await work;
    await renew();
    return answer;
  };

  const make = async (input: Schema<'OverrideInput'>) => {
    const made = await thenRenew(create(scheduleId, input));
    offerUndo(panelTexts.made(name(made.userId), spanIn(datesOf(made), zone)), () =>
      thenRenew(remove(made.id)),
    );
  };

  const takeBack = async (override: Override) => {
    await thenRenew(remove(override.id));
    offerUndo(panelTexts.removed, () => thenRenew(create(scheduleId, inputOf(override))));
  };

  const change = async (override: Override, stretch: Stretch) => {
    setMoved((before) => new Map(before).set(override.id, stretch));
    try {
      const changed = await thenRenew(changeTimes(scheduleId, override, stretch));
      const isCut = changed.id === override.id;
      const said = isCut
        ? panelTexts.cut(name(changed.userId), momentIn(stretch.end, zone))
        : panelTexts.moved(name(changed.userId), spanIn(stretch, zone));
      offerUndo(said, () => thenRenew(replace(scheduleId, changed, datesOf(override))));
    } finally {
      setMoved((before) => new Map([...before].filter(([id]) => id !== override.id)));
    }
  };

  return {
    moved,
    make,
    takeBack,
    change,
    /** The same by dragging: a fault has no field to stand beside. */
    drag: (override: Override, stretch: Stretch) => {
      change(override, stretch).catch(tellFault);
    },
  };
}

const datesOf = ({ start, end }: { start: string; end: string }): Stretch => ({
  start: new Date(start),
  end: new Date(end),
});

const inputOf = ({ start, end, userId, replaces, reason }: Override): Schema<'OverrideInput'> => ({
  start,
  end,
  userId,
  replaces,
  reason,
});

/** An end that comes earlier is a cut, so that it stays the same override; anything else is a new one in its place. */
async function changeTimes(scheduleId: string, override: Override, stretch: Stretch): Promise<Override> {
  const isCut =
    stretch.start.getTime() === Date.parse(override.start) &&
    stretch.end.getTime() < Date.parse(override.end);
  if (!isCut) return replace(scheduleId, override, stretch);
  const { data, error } = await api.POST('/api/v1/overrides/{id}/cut', {
    params: { path: { id: override.id } },
    body: { end: stretch.end.toISOString() },
  });
  if (error !== undefined) throw new ProblemError(error);
  return data;
}

/** Makes the new one before the old one goes, so that no moment is without both; where that fails all is as it was. */
async function replace(scheduleId: string, override: Override, { start, end }: Stretch): Promise<Override> {
  const times = { start: start.toISOString(), end: end.toISOString() };
  const made = await create(scheduleId, { ...inputOf(override), ...times });
  try {
    await remove(override.id);
  } catch (error) {
    await remove(made.id);
    throw error;
  }
  return made;
}

async function create(scheduleId: string, body: Schema<'OverrideInput'>): Promise<Override> {
  const { data, error } = await api.POST('/api/v1/schedules/{id}/overrides', {
    params: { path: { id: scheduleId } },
    body,
  });
  if (error !== undefined) throw new ProblemError(error);
  return data;
}

async function remove(id: string): Promise<void> {
  const { error } = await api.DELETE('/api/v1/overrides/{id}', { params: { path: { id } } });
  if (error !== undefined) throw new ProblemError(error);
}
