import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EscalationPolicies } from '../../src/escalations/escalation-policies.js';
import { AT_THE_START } from '../../src/escalations/planning/escalation-position.js';
import { SituationReader, type EscalatingIncident } from '../../src/escalations/situation-reader.js';
import { DatabaseClock } from '../../src/platform/clock/database-clock.js';
import { newId } from '../../src/platform/database/identifier.js';
import { drawTurns, turnsTaken } from '../../src/escalations/round-robin-turns.js';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

const POLICIES = '/api/v1/escalation-policies';

describe('people who take turns', () => {
  let rouse: RunningRouse;
  let people: Person[];
  let silent: Person;
  beforeAll(async () => {
    rouse = await startRouse();
    people = [];
    for (const name of ['Ana', 'Bo', 'Cy', 'Dee']) people.push(await rouse.person({ name }));
    silent = await rouse.person({ name: 'Silent', phone: null });
  });
  afterAll(() => rouse.stop());

  const roundRobin = async (of: { type: 'team' | 'schedule'; id: string }) => {
    const step = { targets: [{ type: 'round-robin', of }], escalateAfterSeconds: 3600 };
    const body = { name: `Turns ${newId()}`, repeat: 0, steps: [step] };
    return rouse.service({ id: idOf(await rouse.post(POLICIES, body)) });
  };

  /** Whom each incident of these services has paged, once it has paged somebody. */
  const pagedBy = (services: readonly { id: string }[], incidents: number): Promise<string[][]> =>
    rouse.eventually(
      async () => {
        const rows = await rouse.dataSource.query<{ users: string[] }[]>(
          `SELECT array_agg(DISTINCT page.user_id) AS users
           FROM pages page JOIN incidents incident ON incident.id = page.incident_id
           WHERE incident.service_id = ANY ($1::uuid[]) GROUP BY incident.id ORDER BY incident.id`,
          [services.map(({ id }) => id)],
        );
        if (rows.length < incidents)
          throw new Error(`only ${String(rows.length)} incidents have paged somebody`);
        return rows.map(({ users }) => users);
      },
      { within: 60_000 },
    );

  const countsOf = (paged: readonly string[][]): number[] =>
    people.map(({ id }) => paged.filter((users) => users.includes(id)).length);

  it('of a team: many incidents at once are spread within one, over policies, and who cannot be reached is left out', async () => {
    const team = await rouse.team('Spread', [silent, ...people]);
    const services = [
      await roundRobin({ type: 'team', id: team.id }),
      await roundRobin({ type: 'team', id: team.id }),
    ];
    const integrations = await Promise.all(services.map((service) => rouse.integration(service)));
    await Promise.all(
      Array.from({ length: 30 }, (_each, place) => {
        const integration = integrations[place % 2];
        if (!integration) throw new Error('no integration');
        return rouse.trigger(integration, { summary: `Broken ${String(place)}` });
      }),
    );
    const paged = await pagedBy(services, 30);
    expect(paged.every((users) => users.length === 1)).toBe(true);
    expect(countsOf(paged).sort()).toEqual([7, 7, 8, 8]);
    // To plan a step again, as is done each minute, chooses nobody again and takes no turn.
    await rouse.advance({ seconds: 130 });
    expect(await pagedBy(services, 30)).toEqual(paged);
    expect(await turnsTaken(rouse.dataSource.manager, [team.id])).toEqual(new Map([[team.id, 30]]));
  });

  it('of a schedule: whoever takes part in its layers, on call or not', async () => {
    const schedule = await rouse.schedule(people);
    const service = await roundRobin({ type: 'schedule', id: schedule.id });
    const integration = await rouse.integration(service);
    for (let place = 0; place < 8; place += 1) await rouse.trigger(integration);
    const paged = await pagedBy([service], 8);
    expect(countsOf(paged)).toEqual([2, 2, 2, 2]);
    // Whoever is away has no turn.
    const [away] = people;
    const now = await rouse.app.get(DatabaseClock).now();
    const until = (hours: number): string => new Date(now.getTime() + hours * 3_600_000).toISOString();
    await rouse.post(`/api/v1/users/${away?.id ?? ''}/absences`, { start: until(0.01), end: until(24) });
    await rouse.advance({ minutes: 2 });
    for (let place = 0; place < 3; place += 1) await rouse.trigger(integration);
    expect(countsOf(await pagedBy([service], 11))).toEqual([2, 3, 3, 3]);
  });

  it('get numbers that nobody else gets, whatever is drawn together in whichever order', async () => {
    const [one, two, three] = [newId(), newId(), newId()];
    const orders = [[one, two, three], [three, one], [two, three, one], [two], [three, two]];
    const drawn = await Promise.all(
      Array.from({ length: 40 }, (_each, place) =>
        rouse.dataSource.transaction((manager) =>
          drawTurns(manager, [orders[place % 5] ?? [], orders[(place + 1) % 5] ?? []]),
        ),
      ),
    );
    for (const id of [one, two, three]) {
      const numbers = drawn.flat().flatMap((turns) => turns.get(id) ?? []);
      expect(numbers.sort((left, right) => left - right)).toEqual(numbers.map((_number, place) => place));
    }
  });

  it('are given back by a transaction that fails', async () => {
    const id = newId();
    const failing = rouse.dataSource.transaction(async (manager) => {
      await drawTurns(manager, [[id], [id]]);
      throw new Error('it fails');
    });
    await expect(failing).rejects.toThrow('it fails');
    expect(await drawTurns(rouse.dataSource.manager, [[id]])).toEqual([new Map([[id, 0]])]);
  });

  it('are drawn for many incidents, with all that planning takes, in as many queries as for one', async () => {
    const schedule = await rouse.schedule(people);
    const team = await rouse.team('Counted', people);
    const { manager } = rouse.dataSource;
    const policies = rouse.app.get(EscalationPolicies);
    const incidents: EscalatingIncident[] = [];
    for (const [place, person] of people.entries()) {
      const turns = { type: 'round-robin' as const, of: { type: 'team' as const, id: team.id } };
      const steps = [
        { targets: [turns, { type: 'schedule' as const, id: schedule.id }], escalateAfterSeconds: 60 },
        { targets: [{ type: 'user' as const, id: person.id }], escalateAfterSeconds: 60 },
      ];
      const name = `Counted ${String(place)}`;
      const input = { name, teamId: null, repeat: 0, steps, lastResort: [], handOffTo: null };
      const { id } = await policies.createWithin(manager, 'system', input);
      const policy = await policies.snapshot(manager, id);
      const shared = { policy, position: AT_THE_START, teamId: team.id, severity: 'error' as const };
      const service = await rouse.service({ id });
      for (let more = 0; more < 10; more += 1)
        incidents.push({ ...shared, id: newId(), serviceId: service.id, urgency: 'high' });
    }
    const now = await rouse.app.get(DatabaseClock).now();
    const queriesFor = async (some: readonly EscalatingIncident[]): Promise<number> => {
      const counting = rouse.dataSource.createEntityManager();
      const queries = jest.spyOn(counting, 'query');
      const situations = await rouse.app.get(SituationReader).readMany(counting, some, now);
      expect([...situations.keys()]).toEqual(some.map(({ id }) => id));
      const numbers = [...situations.values()].map(({ input }) => input.turnNumbers.get(team.id));
      expect(new Set(numbers).size).toBe(some.length);
      return queries.mock.calls.length;
    };
    expect(await queriesFor(incidents)).toBe(await queriesFor(incidents.slice(0, 1)));
  });
});
