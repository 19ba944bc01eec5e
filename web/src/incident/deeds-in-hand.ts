import { useSyncExternalStore } from 'react';
import { faultOf, isPassing } from '../api/faults';
import { serverNow } from '../api/server-clock';
import type { Deed } from './deed';

/** Something that a person has pressed and the server has not agreed to yet. */
export interface DeedInHand {
  readonly key: string;
  readonly incidentId: string;
  readonly deed: Deed;
  /** `held`: not sent yet, so that it can be taken back; `retrying`: the server could not be asked so far. */
  readonly phase: 'held' | 'sending' | 'retrying';
  readonly since: Date;
}

/** How it ended. */
type DeedEnd<Answer> =
  | { readonly kind: 'done'; readonly answer: Answer }
  | { readonly kind: 'taken-back' }
  | { readonly kind: 'refused'; readonly error: unknown };

const RETRY_AFTER_MS = [500, 1_000, 2_000, 4_000, 8_000];
/** Some ten minutes: by then somebody else was paged. */
const MOST_RETRIES = 80;

let inHand: readonly DeedInHand[] = [];
const listeners = new Set<() => void>();
const holds = new Map<string, (end: 'send' | 'take-back') => void>();
/** The last deed of each incident, done or not. */
const lastOf = new Map<string, Promise<unknown>>();
/** So long it has to be answered before what was pressed after it is sent too: an acknowledgement must not wait. */
const FIRST_MS = 2_000;

function become(next: readonly DeedInHand[]): void {
  inHand = next;
  for (const tell of listeners) tell();
}

const phaseOf = (key: string, phase: DeedInHand['phase']): void => {
  become(inHand.map((each) => (each.key === key ? { ...each, phase } : each)));
};

/** Whether the same was pressed already: a key that is held down, or a second tap, is one deed. */
export const isInHand = (incidentId: string, kind: Deed['kind']): boolean =>
  inHand.some((each) => each.incidentId === incidentId && each.deed.kind === kind);

/**
 * Holds it for so long, then asks for it until the server has an answer: a phone in a lift is no reason to press twice.
 * What was pressed before on the same incident goes out first, so that the last word is the last.
 * @param send asks the server, with the same key each time
 */
export function carryOut<Answer>(
  one: Pick<DeedInHand, 'key' | 'incidentId' | 'deed'>,
  holdMs: number,
  send: () => Promise<Answer>,
): Promise<DeedEnd<Answer>> {
  const before = lastOf.get(one.incidentId) ?? Promise.resolve();
  if (one.deed.kind !== 'note') sendHeld(({ incidentId }) => incidentId === one.incidentId);
  become([...inHand, { ...one, phase: holdMs > 0 ? 'held' : 'sending', since: serverNow() }]);
  const end = toTheEnd(one.key, holdMs, before, send);
  if (one.deed.kind !== 'note') lastOf.set(one.incidentId, end);
  return end;
}

async function toTheEnd<Answer>(
  key: string,
  holdMs: number,
  before: Promise<unknown>,
  send: () => Promise<Answer>,
): Promise<DeedEnd<Answer>> {
  try {
    if (holdMs > 0 && (await hold(key, holdMs)) === 'take-back') return { kind: 'taken-back' };
    phaseOf(key, 'sending');
    await Promise.race([before, sleep(FIRST_MS)]);
    return { kind: 'done', answer: await untilAnswered(key, send) };
  } catch (error) {
    return { kind: 'refused', error };
  }
}

/** What was pressed is settled: what the server says is shown again. */
export function letGo(key: string): void {
  become(inHand.filter((each) => each.key !== key));
}

/** Takes back what is held still. */
export const takeBack = (key: string): void => holds.get(key)?.('take-back');

function sendHeld(which: (deed: DeedInHand) => boolean): void {
  for (const { key } of inHand.filter(which)) holds.get(key)?.('send');
}

function hold(key: string, ms: number): Promise<'send' | 'take-back'> {
  return new Promise((resolve) => {
    const end = (how: 'send' | 'take-back') => {
      clearTimeout(timer);
      holds.delete(key);
      resolve(how);
    };
    const timer = setTimeout(() => {
      end('send');
    }, ms);
    holds.set(key, end);
  });
}

async function untilAnswered<Answer>(key: string, send: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await send();
    } catch (error) {
      if (!isPassing(error) || tries === MOST_RETRIES) throw error;
      phaseOf(key, 'retrying');
      await sleep(faultOf(error).status === 429 ? 5_000 : (RETRY_AFTER_MS[tries] ?? 8_000));
    }
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A page that is left, or a phone that is locked, may never run again: what is held goes out now. */
const sendAllHeld = (): void => sendHeld(() => true);
addEventListener('pagehide', sendAllHeld);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') sendAllHeld();
});

/** What is in hand, over all incidents. */
export const useDeedsInHand = (): readonly DeedInHand[] =>
  useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => inHand,
  );
