/** Arrow keys among the shifts of a calendar: one of them can be reached by Tab, the arrows lead on from it. */

/** The class of what takes the focus in a shift. */
export const PRESS = 'rouse-press';
const SHIFT = `.ec-event[data-shift] .${PRESS}`;

const shiftsIn = (root: HTMLElement) => [...root.querySelectorAll<HTMLElement>(SHIFT)];

/** Lets Tab reach one shift only: the one that has the focus, the one that had it, or the first. */
export function keepOneTabStop(root: HTMLElement, chosen?: HTMLElement): void {
  const all = shiftsIn(root);
  const stop = chosen ?? all.find((shift) => shift.tabIndex === 0) ?? all[0];
  for (const shift of all) shift.tabIndex = shift === stop ? 0 : -1;
}

/** Moves the focus where an arrow key points to: along the lane, or to the nearest of the next lane. */
export function moveByKey(event: KeyboardEvent, root: HTMLElement): void {
  const from = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>(SHIFT) : null;
  if (from === null) return;
  const to = neighbour(from, event.key, shiftsIn(root));
  if (to === undefined) return;
  event.preventDefault();
  keepOneTabStop(root, to);
  to.focus();
  to.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function neighbour(from: HTMLElement, key: string, all: readonly HTMLElement[]): HTMLElement | undefined {
  const lane = (shift: HTMLElement) =>
    Number(shift.closest<HTMLElement>('.ec-event')?.style.gridRowStart ?? 0);
  const left = (shift: HTMLElement) => shift.getBoundingClientRect().left;
  const [ownLane, ownLeft] = [lane(from), left(from)];
  const inLane = (row: number) =>
    all.filter((shift) => lane(shift) === row).sort((one, other) => left(one) - left(other));
  const row = inLane(ownLane);
  const place = row.indexOf(from);
  if (key === 'ArrowRight') return row[place + 1];
  if (key === 'ArrowLeft') return row[place - 1];
  if (key === 'Home') return row[0];
  if (key === 'End') return row.at(-1);
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return undefined;
  const lanes = [...new Set(all.map(lane))].sort((one, other) => one - other);
  const next = lanes[lanes.indexOf(ownLane) + (key === 'ArrowDown' ? 1 : -1)];
  if (next === undefined) return undefined;
  return inLane(next).sort(
    (one, other) => Math.abs(left(one) - ownLeft) - Math.abs(left(other) - ownLeft),
  )[0];
}
