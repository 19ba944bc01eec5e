import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, type Schema } from '../api/client';
import { ProblemError } from '../api/faults';

type Phone = Schema<'SimulatedPhone'>;
type Message = Schema<'SimulatedMessage'>;
type Call = Schema<'SimulatedCall'>;

const PHONES = ['get', '/api/v1/simulator/phones', 'everybody'] as const;
const MESSAGES = ['get', '/api/v1/simulator/messages', 'so far'] as const;
const CALLS = ['get', '/api/v1/simulator/calls', 'last'] as const;

const NEWS_EVERY_MS = 1_000;
const PHONES_EVERY_MS = 5_000;
const MOST_CALLS = 60;
const MOST_PAGES = 50;

const NO_PHONES: readonly Phone[] = [];
const NO_MESSAGES: readonly Message[] = [];
const NO_CALLS: readonly Call[] = [];

async function everyPhone({ signal }: { signal: AbortSignal }): Promise<readonly Phone[]> {
  const phones: Phone[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = cursor === undefined ? { limit: 200 } : { limit: 200, cursor };
    const { data, error } = await api.GET('/api/v1/simulator/phones', { params: { query }, signal });
    if (error !== undefined) throw new ProblemError(error);
    phones.push(...data.items);
    if (data.nextCursor === null) break;
    cursor = data.nextCursor;
  }
  return phones;
}

/** What is new is added to what is there: the newest 200 at first, then whatever came after the last one seen. */
async function newerMessages(known: readonly Message[], signal: AbortSignal): Promise<readonly Message[]> {
  const seen = new Set(known.map(({ id }) => id));
  const messages = [...known];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const last = messages.at(-1)?.id;
    const query = last === undefined ? { last: 200 } : { limit: 200, cursor: last };
    const { data, error } = await api.GET('/api/v1/simulator/messages', { params: { query }, signal });
    if (error !== undefined) throw new ProblemError(error);
    messages.push(...data.items.filter(({ id }) => !seen.has(id)));
    if (data.nextCursor === null) break;
  }
  return messages.length === known.length ? known : messages;
}

async function lastCalls({ signal }: { signal: AbortSignal }): Promise<readonly Call[]> {
  const { data, error } = await api.GET('/api/v1/simulator/calls', {
    params: { query: { last: MOST_CALLS } },
    signal,
  });
  if (error !== undefined) throw new ProblemError(error);
  return data.items;
}

/** Asked again each second anyway, so nothing is retried in between; and not while nobody looks. */
const POLLED = { retry: false, refetchInterval: NEWS_EVERY_MS, refetchIntervalInBackground: false } as const;

/** Everybody's phones and what is on them, as it happens, for as long as somebody looks. */
export function useSimulator({ isOn = true }: { isOn?: boolean } = {}) {
  const queries = useQueryClient();
  const phones = useQuery({
    queryKey: PHONES,
    queryFn: everyPhone,
    enabled: isOn,
    ...POLLED,
    refetchInterval: ({ state }) => (state.error === null ? PHONES_EVERY_MS : NEWS_EVERY_MS * 2),
  });
  const isThere = isOn && phones.data !== undefined;
  const messages = useQuery({
    queryKey: MESSAGES,
    queryFn: ({ signal }) =>
      newerMessages(queries.getQueryData<readonly Message[]>(MESSAGES) ?? NO_MESSAGES, signal),
    enabled: isThere,
    ...POLLED,
  });
  const calls = useQuery({ queryKey: CALLS, queryFn: lastCalls, enabled: isThere, ...POLLED });
  return {
    isPending: phones.isPending || (isThere && (messages.isPending || calls.isPending)),
    error: phones.error ?? messages.error ?? calls.error,
    /** When everything was last known, by this machine's clock. */
    knownAt: Math.min(messages.dataUpdatedAt, calls.dataUpdatedAt),
    phones: phones.data ?? NO_PHONES,
    messages: messages.data ?? NO_MESSAGES,
    calls: calls.data ?? NO_CALLS,
  };
}

/** Asks at once what is new, after something was done on a phone. */
export function useNewsOfSimulator(): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(() => newsOfSimulator(queries), [queries]);
}

async function newsOfSimulator(queries: QueryClient): Promise<void> {
  await Promise.all(
    [PHONES, MESSAGES, CALLS].map((queryKey) => queries.invalidateQueries({ queryKey: [...queryKey] })),
  );
}
