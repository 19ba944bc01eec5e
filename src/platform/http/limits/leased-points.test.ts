import { describe, expect, it } from '@jest/globals';
import { LeasedPoints } from './leased-points.js';

/** A shared store with a clock, and processes that count over it. */
function world() {
  let now = 0;
  const counts = new Map<string, { points: number; endsAt: number }>();
  const trips: number[] = [];
  const state = { isGone: false };
  const takeShared = async (key: string, points: number, seconds: number) => {
    await Promise.resolve();
    if (state.isGone) return null;
    trips.push(points);
    const known = counts.get(key);
    const count = known && known.endsAt > now ? known : { points: 0, endsAt: now + seconds * 1000 };
    count.points += points;
    counts.set(key, count);
    return { points: count.points, msLeft: count.endsAt - now };
  };
  return {
    trips,
    state,
    process: () => new LeasedPoints(takeShared, () => now),
    pass: (ms: number) => (now += ms),
  };
}

const isAllowed = async (process: LeasedPoints, most: number): Promise<boolean | undefined> =>
  (await process.take('key', most, 60))?.allowed;

async function allowedOf(tries: number, process: () => LeasedPoints, most: number): Promise<number> {
  const decisions = [];
  for (let at = 0; at < tries; at += 1) decisions.push(await isAllowed(process(), most));
  return decisions.filter((allowed) => allowed).length;
}

describe('points that are leased', () => {
  it.each([1, 2, 5, 20, 599])('are exact over processes for a limit of %d', async (most) => {
    const here = world();
    const processes = [here.process(), here.process(), here.process()];
    let turn = 0;
    const next = (): LeasedPoints => processes[(turn += 1) % 3] ?? here.process();
    expect(await allowedOf(most + 50, next, most)).toBe(most);
  });

  it('are never more than the limit, and less by a share of each other process at most', async () => {
    const here = world();
    const [first, second] = [here.process(), here.process()];
    expect(await allowedOf(10, () => first, 6_000)).toBe(10);
    const others = await allowedOf(7_000, () => second, 6_000);
    expect(others).toBeGreaterThanOrEqual(6_000 - 20);
    expect(others + 10).toBeLessThanOrEqual(6_000);
  });

  it('cost one trip in a hundred at 60,000 a minute', async () => {
    const here = world();
    const one = here.process();
    expect(await allowedOf(10_000, () => one, 60_000)).toBe(10_000);
    expect(here.trips).toEqual(Array.from({ length: 100 }, () => 100));
  });

  it('are fetched in one trip for all that wait for them', async () => {
    const here = world();
    const one = here.process();
    const answers = await Promise.all(Array.from({ length: 50 }, () => isAllowed(one, 30)));
    expect(answers.filter((allowed) => allowed)).toHaveLength(30);
    expect(here.trips.length).toBeLessThanOrEqual(3);
  });

  it('say when to come again, and then let through', async () => {
    const here = world();
    const one = here.process();
    await allowedOf(5, () => one, 5);
    here.pass(20_500);
    expect(await one.take('key', 5, 60)).toEqual({ allowed: false, retryAfterSeconds: 40 });
    here.pass(39_500);
    expect(await isAllowed(one, 5)).toBe(true);
  });

  it('of a limit that is reached are asked for once a second at most', async () => {
    const here = world();
    const one = here.process();
    await allowedOf(1_000, () => one, 2);
    expect(here.trips).toHaveLength(3);
    here.pass(1_001);
    await allowedOf(1_000, () => one, 2);
    expect(here.trips).toHaveLength(4);
  });

  it('are unknown while the store is gone, and known again afterwards', async () => {
    const here = world();
    const one = here.process();
    here.state.isGone = true;
    expect(await one.take('key', 5, 60)).toBeNull();
    here.state.isGone = false;
    expect(await isAllowed(one, 5)).toBe(true);
  });

  it('are forgotten on request, and when they are over', async () => {
    const here = world();
    const one = here.process();
    await allowedOf(3, () => one, 2);
    one.forget(['key']);
    here.pass(60_000);
    one.sweep();
    expect(await isAllowed(one, 2)).toBe(true);
  });
});
