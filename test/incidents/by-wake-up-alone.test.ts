import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { wakeIncident } from '../../src/incidents/wake-incident.job.js';
import { Sweeper } from '../../src/paging/engine/sweeper.js';
import { WakeUpQueue } from '../../src/platform/queue/wake-up-queue.js';
import { advanceDatabaseClock } from '../support/movable-clock.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

describe('with wake-ups alone, nothing swept', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  let incident: { id: string };

  beforeAll(async () => {
    rouse = await startRouse();
    // As at the end of a process: from now on nothing is swept.
    await rouse.app.get(Sweeper, { strict: false }).beforeApplicationShutdown();
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo' });
    const service = await rouse.service(await rouse.policy([{ page: [ana] }]));
    await rouse.trigger(await rouse.integration(service));
    incident = await rouse.incidentOf(service);
  });
  afterAll(() => rouse.stop());

  const ask = (action: string, body: unknown) =>
    rouse.post(`/api/v1/incidents/${incident.id}/${action}`, body, { token: ana.token });
  const pagedTimes = (person: Person, times: number) =>
    rouse.eventually(
      async () => {
        const pages = (await rouse.timeline(incident.id)).filter(
          (entry) => entry.kind === 'attempt.sent' && entry['userId'] === person.id,
        );
        expect(pages).toHaveLength(times);
      },
      { within: 20_000 },
    );

  it('whoever is asked to help is paged', async () => {
    await pagedTimes(ana, 1);
    await ask('acknowledge', undefined);
    await ask('responder-requests', { userId: bo.id });
    await pagedTimes(bo, 1);
  });

  it('a snooze ends: a wake-up before its time waits for the database, one after it pages', async () => {
    await ask('snooze', { seconds: 600 });
    const wake = async (): Promise<void> => {
      const [row] = await rouse.dataSource.query<[{ fence: number }]>(
        'SELECT fence FROM incidents WHERE id = $1',
        [incident.id],
      );
      await rouse.app
        .get(WakeUpQueue, { strict: false })
        .schedule(wakeIncident(incident.id, { fence: row.fence, wakesInMs: 0 }));
    };
    await wake();
    expect(await rouse.incident(incident.id)).toMatchObject({ status: 'acknowledged' });
    await advanceDatabaseClock(rouse.dataSource, { minutes: 11 });
    await wake();
    await pagedTimes(ana, 2);
    expect(await rouse.incident(incident.id)).toMatchObject({ status: 'triggered' });
  });
});
