import { useMutation, useQueryClient } from '@tanstack/react-query';
import { $api, api, type Schema } from '../../api/client';
import { ProblemError } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { useNewsOfSimulator } from '../../phones/simulator';
import { useSession } from '../../session/session';

/** So long after the SMS the phone rings: time to read it, and not enough to fall asleep again. */
const CALL_AFTER_SECONDS = 60;

const METHODS = '/api/v1/users/{id}/contact-methods';

/** A number that waits for its code, the newest; null where there is none. */
export function useUnverifiedPhone(): Schema<'ContactMethod'> | null {
  const { id } = useSession();
  const { data } = $api.useQuery('get', METHODS, { params: { path: { id } } });
  return data?.items.findLast(({ type, verified }) => type === 'sms' && !verified) ?? null;
}

/** Adds one's own number, sends the code, and takes it back. */
export function useNewPhone() {
  const queries = useQueryClient();
  const news = useNewsOfSimulator();
  const { id: userId } = useSession();
  const user = { params: { path: { id: userId } } };
  const known = () => Promise.all([refresh(queries, [METHODS]), news()]);
  const add = useMutation({
    networkMode: 'always',
    mutationFn: async (address: string) => {
      const made = await api.POST(METHODS, { ...user, body: { type: 'sms', address, preVerified: false } });
      if (made.error !== undefined) throw new ProblemError(made.error);
      await sendCode(made.data.id);
    },
    onSettled: known,
  });
  const sendAgain = useMutation({ networkMode: 'always', mutationFn: sendCode, onSettled: known });
  const verify = useMutation({
    networkMode: 'always',
    mutationFn: async ({
      method,
      code,
      wantsCalls,
    }: {
      method: Schema<'ContactMethod'>;
      code: string;
      wantsCalls: boolean;
    }) => {
      const { error } = await api.POST('/api/v1/contact-methods/{id}/verify', {
        params: { path: { id: method.id } },
        body: { code },
      });
      if (error !== undefined) throw new ProblemError(error);
      if (wantsCalls) await addCalls(userId, method);
    },
    onSettled: known,
  });
  return { add, sendAgain, verify };
}

async function sendCode(id: string): Promise<void> {
  const { error } = await api.POST('/api/v1/contact-methods/{id}/verification', { params: { path: { id } } });
  if (error !== undefined) throw new ProblemError(error);
}

/** The number has just been shown to be one's own, so an admin can vouch for calls to it. */
async function addCalls(userId: string, { id, address }: Schema<'ContactMethod'>): Promise<void> {
  const user = { params: { path: { id: userId } } };
  const voice = await api.POST(METHODS, { ...user, body: { type: 'voice', address, preVerified: true } });
  if (voice.error !== undefined) throw new ProblemError(voice.error);
  const sms = { contactMethodId: id, delaySeconds: 0 };
  const { error } = await api.PUT('/api/v1/users/{id}/paging-rules', {
    ...user,
    body: {
      high: [sms, { contactMethodId: voice.data.id, delaySeconds: CALL_AFTER_SECONDS }],
      low: [sms],
    },
  });
  if (error !== undefined) throw new ProblemError(error);
}
