import { useQueryClient } from '@tanstack/react-query';
import { createEventSource } from 'eventsource-client';
import { useEffect, useSyncExternalStore } from 'react';
import { apiBase } from './client';
import { heldToken } from './held-token';
import { pathsOldAfter, refresh } from './live-changes';

/** `connecting` the first time, `open`, or `lost` since a time (of this machine's clock). */
export type LiveState =
  { readonly kind: 'connecting' | 'open' } | { readonly kind: 'lost'; readonly since: Date };

/** The server says something every 15 seconds: after so long without a word nobody is at the other end. */
const MOST_SILENCE_MS = 40_000;
const LOOK_EVERY_MS = 2_000;

/** A storm of changes is one refresh in so many milliseconds; the first one is at once. */
const AT_MOST_EVERY_MS = 400;

let state: LiveState = { kind: 'connecting' };
const listeners = new Set<() => void>();

function become(next: LiveState): void {
  if (next.kind === state.kind) return;
  state = next;
  for (const tell of listeners) tell();
}

/** Whether changes come in as they happen. */
export const useLiveState = (): LiveState =>
  useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => state,
  );

/** An error page, of Rouse or of what stands before it, is no stream: as if nobody had answered, it is asked for again. */
const fetchStream: typeof fetch = async (...asked) => {
  const answer = await fetch(...asked);
  if (answer.status >= 500) throw new Error(`The stream was answered with ${String(answer.status)}`);
  return answer;
};

/** Keeps what is on the screen current for as long as somebody is signed in. Once, in the frame. */
export function useLiveChanges(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const old = new Set<string>();
    let waiting: ReturnType<typeof setTimeout> | null = null;
    const refreshNow = () => {
      waiting = null;
      if (old.size === 0) return;
      const paths = [...old];
      old.clear();
      void refresh(queries, paths);
      waiting = setTimeout(refreshNow, AT_MOST_EVERY_MS);
    };
    const token = heldToken();
    let wasLost = false;
    let heardAt = Date.now();
    const hear = () => {
      heardAt = Date.now();
    };
    const lose = () => {
      wasLost = true;
      become({ kind: 'lost', since: new Date() });
    };
    const source = createEventSource({
      url: `${apiBase}/api/v1/events/stream`,
      credentials: 'same-origin',
      fetch: fetchStream,
      ...(token === null ? {} : { headers: { authorization: `Bearer ${token}` } }),
      onConnect: () => {
        hear();
        // What happened in between comes in with the last id; what timed out meanwhile must be asked for again.
        if (wasLost) void queries.invalidateQueries();
        wasLost = false;
        become({ kind: 'open' });
      },
      onDisconnect: lose,
      onScheduleReconnect: lose,
      onComment: hear,
      onMessage: ({ event }) => {
        hear();
        if (event === 'reset') void queries.invalidateQueries();
        for (const path of pathsOldAfter(event ?? '')) old.add(path);
        waiting ??= setTimeout(refreshNow, 0);
      },
    });
    /** A connection that broke without a word, as on a phone that slept or changed its network, stays open for ever. */
    const look = () => {
      if (Date.now() - heardAt >= MOST_SILENCE_MS) {
        hear();
        source.close();
        lose();
      }
      // What is being closed cannot be connected yet; then the next look does it.
      if (source.readyState === 'closed') source.connect();
    };
    const lookAgain = () => {
      if (document.visibilityState === 'visible') look();
    };
    const looking = setInterval(look, LOOK_EVERY_MS);
    document.addEventListener('visibilitychange', lookAgain);
    addEventListener('online', lookAgain);
    return () => {
      document.removeEventListener('visibilitychange', lookAgain);
      removeEventListener('online', lookAgain);
      clearInterval(looking);
      if (waiting !== null) clearTimeout(waiting);
      source.close();
    };
  }, [queries]);
}
