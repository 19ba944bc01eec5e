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
/** When all that was pressed on each incident so far is settled. */
const settledOf = new Map<string, Promise<unknown>>();
/** So long what was pressed before has to be answered: then an acknowledgement, which must not wait, overtakes it. */
const FIRST_MS = 2_000;
const WAITS_SHORTLY: ReadonlySet<Deed['kind']> = new Set(['acknowledge', 'note']);
/** What says nothing of who has the incident. */
const BESIDE: ReadonlySet<Deed['kind']> = new Set(['note', 'change', 'ask']);
/** What would page others again, had it come after an acknowledgement: it is not asked for any more. */
const UNDONE_BY_ACKNOWLEDGING: ReadonlySet<Deed['kind']> = new Set(['escalate', 'reassign', 'give-back']);
/** The keys of those that are not asked for any more. */
const givenUp = new Set<string>();

function become(next: readonly DeedInHand[]): void {
  inHand = next;
  for (const tell of listeners) tell();
}

const phaseOf = (key: string, phase: DeedInHand['phase']): void => {
  become(inHand.map((each) => (each.key === key ? { ...each, phase } : each)));
};

/** Whether the same was pressed just before: a key that is held down, or a second tap, is one deed. */
export const isLastInHand = (incidentId: string, kind: Deed['kind']): boolean =>
  inHand.findLast((each) => each.incidentId === incidentId && !BESIDE.has(each.deed.kind))?.deed.kind ===
  kind;

/**
 * Holds it for so long, then asks for it until the server has an answer: a phone in a lift is no reason to press twice.
 * What was pressed before on the same incident is answered first, so that the last word is the last; only an
 * acknowledgement does not wait for long.
 * @param send asks the server, with the same key each time
 */
export function carryOut<Answer>(
  one: Pick<DeedInHand, 'key' | 'incidentId' | 'deed'>,
  holdMs: number,
  send: () => Promise<Answer>,
): Promise<DeedEnd<Answer>> {
  const before = settledOf.get(one.incidentId) ?? Promise.resolve();
  if (one.deed.kind !== 'note') sendHeld(({ incidentId }) => incidentId === one.incidentId);
  become([...inHand, { ...one, phase: holdMs > 0 ? 'held' : 'sending', since: serverNow() }]);
  const end = toTheEnd(one, holdMs, before, send);
  if (one.deed.kind !== 'note')
    settledOf.set(
      one.incidentId,
      Promise.all([before, end]).then(() => undefined),
    );
  return end;
}

async function toTheEnd<Answer>(
  { key, incidentId, deed }: Pick<DeedInHand, 'key' | 'incidentId' | 'deed'>,
  holdMs: number,
  before: Promise<unknown>,
  send: () => Promise<Answer>,
): Promise<DeedEnd<Answer>> {
  try {
    if (holdMs > 0 && (await hold(key, holdMs)) === 'take-back') return { kind: 'taken-back' };
    phaseOf(key, 'sending');
    await (WAITS_SHORTLY.has(deed.kind) ? Promise.race([before, sleep(FIRST_MS)]) : before);
    if (deed.kind === 'acknowledge') overtake(key, incidentId);
    return await untilAnswered(key, send);
  } catch (error) {
    return { kind: 'refused', error };
  }
}

/** Gives up what was pressed before an acknowledgement and would come after it. */
function overtake(key: string, incidentId: string): void {
  const before = inHand.slice(
    0,
    inHand.findIndex((each) => each.key === key),
  );
  for (const each of before) {
    if (each.incidentId !== incidentId || !UNDONE_BY_ACKNOWLEDGING.has(each.deed.kind)) continue;
    givenUp.add(each.key);
    takeBack(each.key);
  }
}

/** What was pressed is settled: what the server says is shown again. */
export function letGo(key: string): void {
  givenUp.delete(key);
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

async function untilAnswered<Answer>(key: string, send: () => Promise<Answer>): Promise<DeedEnd<Answer>> {
  for (let tries = 0; !givenUp.has(key); tries += 1) {
    try {
      return { kind: 'done', answer: await send() };
    } catch (error) {
      if (!isPassing(error) || tries === MOST_RETRIES) throw error;
      if (givenUp.has(key)) break;
      phaseOf(key, 'retrying');
      const pauseMs = faultOf(error).status === 429 ? 5_000 : (RETRY_AFTER_MS[tries] ?? 8_000);
      await hold(key, pauseMs);
    }
  }
  return { kind: 'taken-back' };
}

/** Waits for so long. */
export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

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
