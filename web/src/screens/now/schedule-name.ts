import { $api } from '../../api/client';
import { ownSchedules } from './now-queries';

/** What a schedule is called, where it is one of mine; null where it is not, or is not known yet. */
export function useScheduleName(id: string): string | null {
  const { data } = $api.useQuery('get', '/api/v1/me/schedules', {}, ownSchedules);
  return data?.items.find(({ scheduleId }) => scheduleId === id)?.scheduleName ?? null;
}
