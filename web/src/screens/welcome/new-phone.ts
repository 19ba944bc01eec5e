import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
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

/** Adds one's own number, sends the code, takes it back, and has the number called too. Each says by itself how it went. */
export function useNewPhone() {
  const queries = useQueryClient();
  const news = useNewsOfSimulator();
  const { id: userId } = useSession();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const known = () => Promise.all([refresh(queries, [METHODS]), news()]);
  const send = useMutation({
    networkMode: 'always',
    mutationFn: sendCode,
    onSuccess: (_, id) => setSentTo(id),
    onSettled: known,
  });
  const add = useMutation({
    networkMode: 'always',
    mutationFn: (address: string) => addNumber(userId, { type: 'sms', address, preVerified: false }),
    onSuccess: (id) => send.mutate(id),
    onSettled: known,
  });
  const call = useMutation({
    networkMode: 'always',
    mutationFn: (method: Schema<'ContactMethod'>) => addCalls(userId, method),
    onSettled: known,
  });
  const verify = useMutation({
    networkMode: 'always',
    mutationFn: async ({
      method,
      code,
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
    },
    onSuccess: async (_, { method, wantsCalls }) => {
      // The number is verified even so; `call` keeps its error.
      if (wantsCalls) await call.mutateAsync(method).catch(() => undefined);
    },
    onSettled: known,
  });
  return {
    add,
    send,
    verify,
    call,
    /** The method that a code was sent to since the page was opened; null: none was. */
    sentTo,
  };
}

async function addNumber(userId: string, body: Schema<'CreateContactMethod'>): Promise<string> {
  const { data, error } = await api.POST(METHODS, { params: { path: { id: userId } }, body });
  if (error !== undefined) throw new ProblemError(error);
  return data.id;
}

async function sendCode(id: string): Promise<void> {
  const { error } = await api.POST('/api/v1/contact-methods/{id}/verification', { params: { path: { id } } });
  if (error !== undefined) throw new ProblemError(error);
}

/** The number has just been shown to be one's own, so an admin can vouch for calls to it. Can be done again. */
async function addCalls(userId: string, { id, address }: Schema<'ContactMethod'>): Promise<void> {
  const path = { id: userId };
  const methods = await api.GET(METHODS, { params: { path, query: { limit: 200 } } });
  if (methods.error !== undefined) throw new ProblemError(methods.error);
  const voice = methods.data.items.find((method) => method.type === 'voice' && method.address === address);
  const voiceId = voice?.id ?? (await addNumber(userId, { type: 'voice', address, preVerified: true }));
  const sms = { contactMethodId: id, delaySeconds: 0 };
  const { error } = await api.PUT('/api/v1/users/{id}/paging-rules', {
    params: { path },
    body: { high: [sms, { contactMethodId: voiceId, delaySeconds: CALL_AFTER_SECONDS }], low: [sms] },
  });
  if (error !== undefined) throw new ProblemError(error);
}
