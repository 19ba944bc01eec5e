import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DutyTelling } from '../../src/paging/notices/duty-telling.js';
import { NoticeSender } from '../../src/paging/notices/notice-sender.js';
import { TellingScan } from '../../src/paging/notices/telling-scan.js';
import { advanceDatabaseClock, type Duration } from '../support/movable-clock.js';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { madeUpPhone, type Person, type Schedule } from '../support/story.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('what two workers tell people about their shifts', () => {
  let rouse: RunningRouse;
  let other: RunningRouse;
  let ana: Person;
  let bo: Person;
  let primary: Schedule;

  beforeAll(async () => {
    rouse = await startRouse();
    other = await startRouse({ database: { url: rouse.databaseUrl } });
  });
  afterAll(async () => {
    await other.stop();
    await rouse.stop();
  });
  beforeEach(async () => {
    await rouse.dataSource.query(`UPDATE schedules SET archived_at = rouse_now() WHERE archived_at IS NULL`);
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo', timeZone: 'Asia/Kolkata' });
  });

  const now = async (): Promise<number> => {
    const [{ at }]: [{ at: Date }] = await rouse.dataSource.query('SELECT rouse_now() AS at');
    return at.getTime();
  };

  /** A weekly rotation of Ana and Bo that begins in so many hours, to the minute. */
  const begin = async (inHours: number, handoff = 'FREQ=WEEKLY'): Promise<number> => {
    const start = Math.ceil(((await now()) + inHours * HOUR) / 60_000) * 60_000;
    const startsAt = new Date(start).toISOString().slice(0, 16);
    primary = await rouse.schedule([ana, bo], { startsAt, handoff });
    return start;
  };

  /** Both workers look, again and again, at the same time; and everything is sent. */
  const look = async (kind: 'duty' | 'coverage' = 'duty'): Promise<void> => {
    for (let time = 0; time < 2; time += 1) {
      await rouse.dataSource.query('UPDATE notice_scans SET due_at = rouse_now() WHERE due_at > rouse_now()');
      await Promise.all(
        [rouse, other].map((each) => each.app.get(TellingScan, { strict: false }).scan(kind)),
      );
      await Promise.all(
        [rouse, other].map((each) => each.app.get(NoticeSender, { strict: false }).sendDue()),
      );
    }
    await rouse.eventually(async () => {
      const waiting: unknown[] = await rouse.dataSource.query('SELECT FROM notices WHERE due_at IS NOT NULL');
      expect(waiting).toHaveLength(0);
    });
  };
  const pass = async (duration: Duration): Promise<void> => {
    await advanceDatabaseClock(rouse.dataSource, duration);
    await look();
  };
  const toldTo = async (person: Person): Promise<string[]> => {
    const rows: { body: string }[] = await rouse.dataSource.query(
      `SELECT body FROM simulator_messages WHERE phone = $1 AND direction = 'to-phone' ORDER BY made_order`,
      [person.phone],
    );
    return rows.map(({ body }) => body.replace(primary.name, 'Primary'));
  };
  /** As texts tell a time. */
  const told = (at: number, timeZone = 'UTC'): string =>
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
    })
      .format(at)
      .replaceAll(',', '')
      .replace('Sept', 'Sep');

  it('is a day before, at the start and at the end, each once', async () => {
    const start = await begin(30);
    await look();
    expect(await toldTo(ana)).toEqual([]);
    await pass({ hours: 7 });
    const [soon, started, ended] = [
      `You are on call for Primary from ${told(start)} until ${told(start + 7 * DAY)}.`,
      `You are on call for Primary now until ${told(start + 7 * DAY)}.`,
      `Your shift for Primary ended ${told(start + 7 * DAY)}. Bo is on call now.`,
    ];
    expect(await toldTo(ana)).toEqual([soon]);
    await pass({ hours: 12 });
    expect(await toldTo(ana)).toEqual([soon]);
    await pass({ hours: 12 });
    expect(await toldTo(ana)).toEqual([soon, started]);
    await pass({ days: 6, hours: 10 });
    await pass({ hours: 14 });
    expect(await toldTo(ana)).toEqual([soon, started, ended]);
    expect(await toldTo(bo)).toEqual([
      `You are on call for Primary from ${told(start + 7 * DAY, 'Asia/Kolkata')} until ${told(start + 14 * DAY, 'Asia/Kolkata')}.`,
      `You are on call for Primary now until ${told(start + 14 * DAY, 'Asia/Kolkata')}.`,
    ]);
  });

  it('hands the open incidents over: those that nobody has, and those of the one before', async () => {
    const start = await begin(0);
    const policy = await rouse.policy([{ page: [primary] }]);
    const service = await rouse.service(policy, { name: `Checkout ${primary.name}` });
    const integration = await rouse.integration(service);
    await advanceDatabaseClock(rouse.dataSource, { minutes: 2 });
    for (const summary of ['card errors', 'slow', 'done']) {
      await rouse.trigger(integration, { summary, dedupKey: `${summary} ${primary.name}` });
    }
    const incidents = await rouse.eventually(async () => {
      const found = await rouse.incidentsOf(service);
      expect(found).toHaveLength(3);
      return found;
    });
    const numberOf = (title: string) => incidents.find((incident) => incident.title === title);
    await rouse.post(`/api/v1/incidents/${numberOf('slow')?.id ?? ''}/acknowledge`, {}, { token: ana.token });
    await rouse.post(`/api/v1/incidents/${numberOf('done')?.id ?? ''}/resolve`, {}, { token: ana.token });
    await advanceDatabaseClock(rouse.dataSource, { days: 6, hours: 23, minutes: 59 });
    await look();
    const handOver = (await toldTo(bo)).find((text) => text.startsWith('You are on call for Primary now'));
    const name = `Checkout ${primary.name}`.slice(0, 20);
    expect(handOver?.split('\n')).toEqual([
      `You are on call for Primary now until ${told(start + 14 * DAY, 'Asia/Kolkata')}.`,
      'Open from Ana:',
      expect.stringMatching(
        new RegExp(`^#${String(numberOf('card errors')?.number)} ${name.slice(0, 10)}.*: card errors$`),
      ),
      expect.stringMatching(new RegExp(`^#${String(numberOf('slow')?.number)} .*: slow \\(acknowledged\\)$`)),
    ]);
  });

  it('is nothing that a person does not want to hear', async () => {
    await rouse.put(`/api/v1/users/${ana.id}/notice-preferences`, { kinds: { 'shift.starts-soon': false } });
    await begin(23);
    await look();
    expect(await toldTo(ana)).toEqual([]);
    await pass({ hours: 23, minutes: 2 });
    expect(await toldTo(ana)).toEqual([expect.stringMatching(/^You are on call for Primary now/)]);
  });

  it('is told although another schedule cannot be looked at', async () => {
    await begin(23);
    const broken = await rouse.schedule([bo]);
    for (const each of [rouse, other]) {
      const duty = each.app.get(DutyTelling, { strict: false });
      const tell = duty.tell.bind(duty);
      jest.spyOn(duty, 'tell').mockImplementation((manager, ids, at) => {
        if (ids.includes(broken.id)) throw new Error('this one cannot be looked at');
        return tell(manager, ids, at);
      });
    }
    await look();
    jest.restoreAllMocks();
    const told: unknown[] = await rouse.dataSource.query('SELECT FROM notices WHERE user_id = $1', [ana.id]);
    expect(told).toHaveLength(1);
  });

  it('tells managers of a gap, and again a day before', async () => {
    const manager = await rouse.person({ name: 'Manager' });
    const member = await rouse.person({ name: 'Member' });
    const team = await rouse.post('/api/v1/teams', {
      name: `Team ${manager.id}`,
      members: [
        { userId: manager.id, role: 'manager' },
        { userId: member.id, role: 'member' },
      ],
    });
    const ends = Math.ceil((await now()) / 60_000) * 60_000 + 10 * DAY;
    const made = await rouse.post('/api/v1/schedules', {
      name: 'Ending',
      timeZone: 'UTC',
      teamId: idOf(team),
      layers: [
        {
          participants: [ana.id],
          startsAt: '2026-01-05T09:00',
          endsAt: new Date(ends).toISOString().slice(0, 16),
          handoff: 'FREQ=WEEKLY',
        },
      ],
    });
    primary = { kind: 'schedule', id: idOf(made), name: 'Ending' };
    await look('coverage');
    const text = `Nobody is on call for Primary from ${told(ends)}.`;
    expect(await toldTo(manager)).toEqual([text]);
    await advanceDatabaseClock(rouse.dataSource, { days: 5 });
    await look('coverage');
    expect(await toldTo(manager)).toEqual([text]);
    await advanceDatabaseClock(rouse.dataSource, { days: 4, hours: 6 });
    await look('coverage');
    await look('coverage');
    expect(await toldTo(manager)).toEqual([text, text]);
    expect(await toldTo(member)).toEqual([]);
  });

  it('tells people once before their shift which contact methods are unproven', async () => {
    const start = await begin(10 * 24);
    const unproven = async (person: Person) =>
      (await toldTo(person)).filter((text) => text.includes('nothing came back'));
    await rouse.dataSource.query(
      `UPDATE contact_methods SET verified_at = verified_at - interval '91 days' WHERE user_id = $1`,
      [ana.id],
    );
    await look('coverage');
    expect(await unproven(ana)).toEqual([]);
    await advanceDatabaseClock(rouse.dataSource, { days: 4 });
    await look('coverage');
    await look('coverage');
    expect(await unproven(ana)).toEqual([
      `You are on call for Primary from ${told(start)}. For 90 days nothing came back from SMS to ${ana.phone ?? ''}. Send yourself a test page before.`,
    ]);
    expect(await unproven(bo)).toEqual([]);
  });

  it('tells the admins of a schedule without a team, by mail who has no phone', async () => {
    const admin = await rouse.person({ name: 'Admin', role: 'admin' });
    const cy = await rouse.person({ name: 'Cy', phone: null, email: 'cy@example.org' });
    const start = Math.ceil((await now()) / 60_000) * 60_000 + 3 * DAY;
    primary = await rouse.schedule([cy], { startsAt: new Date(start).toISOString().slice(0, 16) });
    await look('coverage');
    const unreachable = (await toldTo(admin)).filter((text) => text.startsWith('Cy'));
    expect(unreachable).toEqual([
      `Cy has no verified phone, and is on call for Primary from ${told(start)}.`,
    ]);
    await rouse.post(`/api/v1/users/${cy.id}/contact-methods`, {
      type: 'voice',
      address: madeUpPhone(),
      preVerified: true,
    });
    await advanceDatabaseClock(rouse.dataSource, { days: 2, hours: 6 });
    await look('coverage');
    expect((await toldTo(admin)).filter((text) => text.startsWith('Cy'))).toEqual(unreachable);
    await look();
    const mails: { body: string }[] = await rouse.dataSource.query(
      `SELECT body FROM simulator_messages WHERE phone = 'cy@example.org'`,
    );
    expect(mails).toEqual([{ body: expect.stringMatching(/^You are on call for .* from/) }]);
  });
});
