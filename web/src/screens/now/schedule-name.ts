import { $api } from '../../api/client';
import { BY_THE_CLOCK } from '../../api/by-the-clock';

/** What a schedule is called, where it is one of mine; null where it is not, or is not known yet. */
export function useScheduleName(id: string): string | null {
  const { data } = $api.useQuery('get', '/api/v1/me/schedules', {}, BY_THE_CLOCK);
  return data?.items.find(({ scheduleId }) => scheduleId === id)?.scheduleName ?? null;
}
