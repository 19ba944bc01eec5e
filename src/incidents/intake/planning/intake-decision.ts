import type { EventAction } from '../../incoming-event.js';

/**
 * What a dedup key stands for at a service when an event comes.
 * - `free`: no alert holds it
 * - `open`: an alert that belongs to an incident
 * - `flapping`: the same, held as one incident however often it comes and goes
 * - `quiet`: a flapping one that its source has resolved; its incident stays open for a while
 * - `suppressed`: an alert that came during maintenance and has no incident
 */
export type KeyState = 'free' | 'open' | 'flapping' | 'quiet' | 'suppressed';

/**
 * What an event does.
 * - `open`: a new alert, which opens an incident or joins one
 * - `suppress`: a new alert that is recorded and no more
 * - `emerge`: a suppressed alert that goes on after the maintenance: as `open`
 * - `repeat`: one more of the same alert
 * - `flap`: a flapping alert is back before it was over
 * - `quieten`: a flapping alert is gone for now
 * - `drop`: a suppressed alert is over, and nobody was told of it
 */
export type IntakeDecision =
  | 'open'
  | 'suppress'
  | 'emerge'
  | 'repeat'
  | 'flap'
  | 'acknowledge'
  | 'resolve'
  | 'quieten'
  | 'drop'
  | 'nothing';

/**
 * Deduplication: a trigger of a key that is open counts on that alert, any other opens a new one; acknowledge and
 * resolve of nothing change nothing. Maintenance keeps new alerts from opening incidents, and touches no open one.
 */
export function decideIntake(action: EventAction, state: KeyState, inMaintenance: boolean): IntakeDecision {
  switch (action) {
    case 'trigger':
      return ofTrigger(state, inMaintenance);
    case 'acknowledge':
      return state === 'free' || state === 'suppressed' ? 'nothing' : 'acknowledge';
    case 'resolve':
      return OF_RESOLVE[state];
  }
}

function ofTrigger(state: KeyState, inMaintenance: boolean): IntakeDecision {
  switch (state) {
    case 'free':
      return inMaintenance ? 'suppress' : 'open';
    case 'suppressed':
      return inMaintenance ? 'repeat' : 'emerge';
    case 'quiet':
      return 'flap';
    default:
      return 'repeat';
  }
}

const OF_RESOLVE: Readonly<Record<KeyState, IntakeDecision>> = {
  free: 'nothing',
  open: 'resolve',
  flapping: 'quieten',
  quiet: 'nothing',
  suppressed: 'drop',
};

/**
 * Cuts a batch, in order, into parts in which every dedup key stands once, so that each part can be stored by
 * set-based statements and a trigger, resolve, trigger of one key in one batch still happens in that order.
 */
export function partsWithDistinctKeys<Event extends { readonly dedupKey: string }>(
  events: readonly Event[],
): Event[][] {
  const parts: Event[][] = [];
  const partOfKey = new Map<string, number>();
  for (const event of events) {
    const place = (partOfKey.get(event.dedupKey) ?? -1) + 1;
    partOfKey.set(event.dedupKey, place);
    (parts[place] ??= []).push(event);
  }
  return parts;
}
