import { EventEmitter, once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Channels,
  type Channel,
  type LookUpOutcome,
  type SendOutcome,
} from '../../src/paging/channels/channel.js';
import { NoticeSender } from '../../src/paging/notices/notice-sender.js';
import { NoticeStore } from '../../src/paging/notices/notice-store.js';
import { ContactMethods } from '../../src/people/contact-methods.js';
import { Notices } from '../../src/people/notices.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { startMailServer, type TestMailServer } from '../support/mail-server.js';
import { advanceDatabaseClock } from '../support/movable-clock.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { madeUpPhone } from '../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

let keys = 0;

/** Puts notices into the outbox of this Rouse. */
const tell = (rouse: RunningRouse, userId: string, texts: readonly string[], expiresAt: Date | null = null) =>
  rouse.app.get(Notices, { strict: false }).add(
    rouse.dataSource.manager,
    texts.map((text) => ({
      userId,
      kind: 'shift.ended',
      text,
      onceKey: `test ${String(++keys)}`,
      expiresAt,
    })),
  );

const sendDue = (rouse: RunningRouse) => rouse.app.get(NoticeSender, { strict: false }).sendDue();

const outcomes = (rouse: RunningRouse, userId: string): Promise<unknown> =>
  rouse.dataSource.query(
    `SELECT text, outcome, sent_at IS NOT NULL AS sent,
       (SELECT json_agg(provider || ' ' || status ORDER BY number) FROM notice_attempts WHERE notice_id = notice.id) AS tries
     FROM notices notice WHERE user_id = $1 ORDER BY id`,
    [userId],
  );

describe('two workers on one outbox', () => {
  let rouse: RunningRouse;
  let other: RunningRouse;
  beforeAll(async () => {
    rouse = await startRouse();
    other = await startRouse({ database: { url: rouse.databaseUrl } });
  });
  afterAll(async () => {
    await other.stop();
    await rouse.stop();
  });

  it('tell everything once', async () => {
    const ana = await rouse.person({ name: 'Ana', email: 'ana@example.org' });
    const texts = Array.from({ length: 120 }, (_each, index) => `News ${String(index)}`);
    await tell(rouse, ana.id, texts);
    await Promise.all([sendDue(rouse), sendDue(other), sendDue(rouse), sendDue(other)]);
    const sent: { body: string; type: string }[] = await rouse.dataSource.query(
      'SELECT body, type FROM simulator_messages WHERE phone = $1',
      [ana.phone],
    );
    expect(sent.map(({ body }) => body).sort()).toEqual([...texts].sort());
  });

  it('send nothing that is too old to help, or that has nowhere to go', async () => {
    const bo = await rouse.person({ name: 'Bo', phone: null, voice: madeUpPhone() });
    const cy = await rouse.person({ name: 'Cy' });
    await tell(rouse, bo.id, ['news does not ring']);
    await tell(rouse, cy.id, ['too late'], new Date(Date.now() - 1000));
    await Promise.all([sendDue(rouse), sendDue(other)]);
    await rouse.eventually(async () => {
      expect(await outcomes(rouse, bo.id)).toMatchObject([{ outcome: 'unreachable', tries: null }]);
      expect(await outcomes(rouse, cy.id)).toMatchObject([{ outcome: 'expired', sent: false }]);
    });
  });

  it('take up what a worker left behind, when its lease is over', async () => {
    const dora = await rouse.person({ name: 'Dora' });
    await tell(rouse, dora.id, ['left behind']);
    await rouse.dataSource.query(
      `WITH left_behind AS (UPDATE notices SET fence = fence + 1, due_at = rouse_now() + interval '1 minute'
                             WHERE user_id = $1 AND outcome IS NULL RETURNING id)
       INSERT INTO notice_attempts (notice_id, number, contact_method_id, provider, status)
       SELECT id, 1, $2, 'simulator', 'calling' FROM left_behind`,
      [dora.id, dora.methods.sms],
    );
    // Whether a tick was quicker than that or not: it is told.
    await advanceDatabaseClock(rouse.dataSource, { minutes: 2 });
    await sendDue(rouse);
    await rouse.eventually(async () => {
      expect(await outcomes(rouse, dora.id)).toMatchObject([{ outcome: 'sent' }]);
    });
  });
});

describe('a notice whose provider has a bad day', () => {
  let twilio: TwilioDouble;
  let mail: TestMailServer;
  let rouse: RunningRouse;
  beforeAll(async () => {
    twilio = await startTwilioDouble();
    mail = await startMailServer();
    rouse = await startRouse({
      settings: { ...twilio.settings, SMTP_URL: mail.url, MAIL_FROM: 'Rouse <rouse@example.org>' },
    });
    twilio.connect(rouse);
  });
  afterAll(async () => {
    await rouse.stop();
    await mail.stop();
    await twilio.stop();
  });
  beforeEach(() => {
    twilio.faults.mend();
  });

  it('goes by SMS where that works', async () => {
    const ana = await rouse.person({ name: 'Ana', email: 'ana1@example.org' });
    await tell(rouse, ana.id, ['Your shift ended']);
    await twilio.phone(ana.phone ?? '').expectSms(/Your shift ended/);
    expect(mail.mails.filter(({ to }) => to === 'ana1@example.org')).toEqual([]);
  });

  it('goes by mail where the phone refuses, and a phone that said stop is turned off', async () => {
    const ana = await rouse.person({ name: 'Ana', email: 'ana2@example.org' });
    twilio.faults.refuse(ana.phone ?? '', 21610);
    await tell(rouse, ana.id, ['Your shift ended']);
    await rouse.eventually(async () => {
      expect(await outcomes(rouse, ana.id)).toMatchObject([
        { outcome: 'sent', tries: ['twilio refused', 'smtp sent'] },
        { outcome: 'sent', tries: ['smtp sent'] },
      ]);
    });
    // In either order: one is tried again while the other is sent for the first time.
    const mails = mail.mails.filter(({ to }) => to === 'ana2@example.org').map(({ data }) => data);
    expect(mails).toHaveLength(2);
    expect(mails.join('\n')).toContain('Your shift ended');
    expect(mails.join('\n')).toContain(`Pages to ${ana.phone ?? ''} are off`);
    const methods = await rouse.get(`/api/v1/users/${ana.id}/contact-methods`);
    expect(JSON.stringify(methods)).toMatch(/"type":"sms"[^}]*"disabledReason":"/);
  });

  it('waits while the one provider is busy', async () => {
    const bo = await rouse.person({ name: 'Bo' });
    twilio.faults.busy(2);
    await tell(rouse, bo.id, ['Your shift ended']);
    for (let time = 0; time < 3; time += 1) {
      await sendDue(rouse);
      await advanceDatabaseClock(rouse.dataSource, { seconds: 30 });
    }
    await rouse.eventually(async () => {
      expect(await outcomes(rouse, bo.id)).toMatchObject([
        { outcome: 'sent', tries: ['twilio busy', 'twilio busy', 'twilio sent'] },
      ]);
    });
  });

  it('is given up at the time it is good for', async () => {
    const bo = await rouse.person({ name: 'Bo' });
    const [{ at }]: [{ at: Date }] = await rouse.dataSource.query(
      `SELECT rouse_now() + interval '30 seconds' AS at`,
    );
    twilio.faults.busy(1);
    await tell(rouse, bo.id, ['Your shift ended'], at);
    await sendDue(rouse);
    await advanceDatabaseClock(rouse.dataSource, { minutes: 1 });
    await sendDue(rouse);
    await rouse.eventually(async () => {
      expect(await outcomes(rouse, bo.id)).toMatchObject([{ outcome: 'expired', tries: ['twilio busy'] }]);
    });
  });
});

describe('a worker that stops', () => {
  /** Takes each message once it is let go. */
  class SlowChannels extends Channels implements Channel {
    readonly provider = 'slow';
    begun = 0;
    private readonly gate = new EventEmitter().setMaxListeners(0);

    letGo(): void {
      this.gate.emit('go');
    }

    of(): Channel {
      return this;
    }

    async say(): Promise<SendOutcome> {
      this.begun += 1;
      await once(this.gate, 'go');
      return { kind: 'accepted', providerId: 'taken' };
    }

    send(): Promise<SendOutcome> {
      return this.say();
    }

    lookUp(): Promise<LookUpOutcome> {
      return Promise.resolve({ kind: 'absent' });
    }
  }

  it('finishes what it has begun, and leaves the rest to others', async () => {
    const rouse = await startRouse({ settings: { ROUSE_ROLE: 'api' } });
    const channels = new SlowChannels();
    const sender = new NoticeSender(
      rouse.dataSource,
      new NoticeStore(),
      channels,
      rouse.app.get(ContactMethods, { strict: false }),
      { role: 'worker' },
      createLogger('silent'),
    );
    const ana = await rouse.person({ name: 'Ana' });
    await tell(
      rouse,
      ana.id,
      Array.from({ length: 20 }, (_each, index) => `News ${String(index)}`),
    );
    const round = sender.sendDue();
    await rouse.eventually(() => expect(channels.begun).toBe(5));
    const stopped = sender.beforeApplicationShutdown();
    channels.letGo();
    await stopped;
    await round;
    expect(channels.begun).toBe(5);
    const sent = await outcomes(rouse, ana.id);
    expect(JSON.stringify(sent).split('"slow sent"')).toHaveLength(6);
    await rouse.stop();
  });
});
