import { useQueryClient } from '@tanstack/react-query';
import { api, type Schema } from '../../api/client';
import { ProblemError } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { panelTexts } from '../../texts/schedules';
import { offerUndo } from '../../design/undo';

type Give = Schema<'SwapInput'>['give'];

/** Asking others to take time of one's own; undone by taking the request back. */
export function useAskDeeds(scheduleId: string) {
  const queries = useQueryClient();
  const renew = () => refresh(queries, ['/api/v1/schedules', '/api/v1/swaps']);
  const ask = async (body: Schema<'SwapInput'>, message: string) => {
    const { data, error } = await api.POST('/api/v1/schedules/{id}/swaps', {
      params: { path: { id: scheduleId } },
      body,
    });
    if (error !== undefined) throw new ProblemError(error);
    await renew();
    offerUndo(message, async () => {
      await answer(data.id, 'cancel');
      await renew();
    });
  };
  return {
    /** One person. */
    cover: (give: Give, withUserId: string, name: string, message: string | null) =>
      ask({ give, take: null, withUserId, message }, panelTexts.asked(name)),
    /** The whole team. */
    offer: (give: Give, message: string | null) =>
      ask({ give, take: null, withUserId: null, message }, panelTexts.offered),
  };
}

/** Accepts, declines or takes back a request. */
export async function answer(id: string, how: 'accept' | 'decline' | 'cancel'): Promise<void> {
  const params = { path: { id } };
  const { error } =
    how === 'accept'
      ? await api.POST('/api/v1/swaps/{id}/accept', { params })
      : how === 'decline'
        ? await api.POST('/api/v1/swaps/{id}/decline', { params })
        : await api.POST('/api/v1/swaps/{id}/cancel', { params });
  if (error !== undefined) throw new ProblemError(error);
}
