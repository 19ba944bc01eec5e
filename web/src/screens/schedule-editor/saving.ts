import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type Schema } from '../../api/client';
import { faultOf, ProblemError } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { draftOf, type ScheduleDraft } from '../../schedule-editor/schedule-draft';

/** A version that a draft was begun from. */
export interface Base {
  readonly version: number;
  readonly draft: ScheduleDraft;
}

type Written = Schema<'WrittenSchedule'>;

/**
 * Saves a draft: a new schedule, or over the version that it was begun from and no other (If-Match). Whatever the answer,
 * the schedule that stands is asked for again.
 */
export function useSaving(scheduleId: string | null, onSaved: (schedule: Written) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ draft, base }: { draft: ScheduleDraft; base: Base | null }): Promise<Written> => {
      const body = draftOf(draft);
      const { data, error } =
        scheduleId === null
          ? await api.POST('/api/v1/schedules', { body })
          : await api.PUT('/api/v1/schedules/{id}', {
              params: {
                path: { id: scheduleId },
                header: base === null ? {} : { 'If-Match': `"${String(base.version)}"` },
              },
              body,
            });
      if (error !== undefined) throw new ProblemError(error);
      return data;
    },
    onSuccess: onSaved,
    onError: async (error) => {
      if (faultOf(error).status === 409) await refresh(queries, ['/api/v1/schedules/{id}']);
    },
  });
}
