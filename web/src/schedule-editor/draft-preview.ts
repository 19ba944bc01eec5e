import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schema } from '../api/client';
import { faultOf, isPassing, ProblemError, type Fault } from '../api/faults';
import { serverNow } from '../api/server-clock';
import type { ScheduleDraft } from './schedule-draft';

export type Preview = Schema<'SchedulePreview'>;

/** What the server makes of a draft. */
export interface DraftPreview {
  /** The last one that could be made; null until there was one. */
  readonly last: Preview | null;
  /** What is wrong with the draft as it stands, by the paths of the draft; null: nothing. */
  readonly fault: Fault | null;
  /** Whether `last` is of an older draft than the one on the screen. */
  readonly isOld: boolean;
}

const SETTLED_AFTER_MS = 350;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The time that a preview looks at, the same for as long as the screen is open. */
export function usePreviewWindow(days: number): { from: string; to: string } {
  const [from] = useState(() => Math.floor(serverNow().getTime() / HOUR_MS) * HOUR_MS);
  return { from: new Date(from).toISOString(), to: new Date(from + days * DAY_MS).toISOString() };
}

/**
 * Asks the server what a draft means, a moment after the last change; a request that is overtaken is cancelled. Where a
 * `scheduleId` is given, the difference against what is saved comes along.
 */
export function useDraftPreview(
  draft: Pick<ScheduleDraft, 'timeZone' | 'layers'> | null,
  window: { from: string; to: string },
  scheduleId?: string,
): DraftPreview {
  const body = {
    schedule: {
      timeZone: draft?.timeZone ?? 'UTC',
      teamId: null,
      layers: draft?.layers.map(withoutEmptyName) ?? [],
    },
    ...window,
    ...(scheduleId === undefined ? {} : { scheduleId }),
  };
  const now = JSON.stringify(body);
  const [settled] = useDebouncedValue(now, SETTLED_AFTER_MS);
  const asked = settled === now ? body : null;
  const query = useQuery({
    queryKey: ['post', '/api/v1/schedules/preview', settled],
    queryFn: async ({ signal }) => {
      const { data, error } = await api.POST('/api/v1/schedules/preview', { body, signal });
      if (error !== undefined) throw new ProblemError(error);
      return data;
    },
    enabled: draft !== null && asked !== null,
    placeholderData: keepPreviousData,
    retry: (count, error) => count < 2 && isPassing(error),
  });
  const [last, setLast] = useState<Preview | null>(null);
  if (query.data !== undefined && query.data !== last) setLast(query.data);
  const fault = query.error === null ? null : faultOfDraft(query.error);
  return {
    last,
    fault,
    isOld: settled !== now || query.isPlaceholderData || query.isPending || query.isError,
  };
}

const withoutEmptyName = ({ name, ...layer }: ScheduleDraft['layers'][number]) =>
  name.trim() === '' ? layer : { ...layer, name };

/** Paths of a preview begin with `schedule.`; those of a save do not. */
function faultOfDraft(error: unknown): Fault {
  const fault = faultOf(error);
  const fields: Record<string, string> = {};
  for (const [path, message] of Object.entries(fault.fields))
    fields[path.replace(/^schedule\./, '')] = message;
  return { ...fault, fields };
}
