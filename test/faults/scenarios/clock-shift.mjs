/**
 * Loaded before a program (`node --import`), it makes the clock of that process wrong by CLOCK_SHIFT_SECONDS, as the clock
 * of a node can be: the time of day is another one, while stretches of time (timers, `performance.now()`) are right.
 */
const shiftMs = Number(process.env.CLOCK_SHIFT_SECONDS ?? '0') * 1000;
if (!Number.isFinite(shiftMs)) throw new Error('CLOCK_SHIFT_SECONDS is not a number');

const TrueDate = Date;
const now = () => TrueDate.now() + shiftMs;

globalThis.Date = new Proxy(TrueDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  apply: () => new TrueDate(now()).toString(),
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
});

const trueOrigin = performance.timeOrigin;
Object.defineProperty(performance, 'timeOrigin', { value: trueOrigin + shiftMs, configurable: true });
