import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

let double: TwilioDouble;
let rouse: RunningRouse;

beforeAll(async () => {
  double = await startTwilioDouble();
  // An api alone: nothing is sent before the test lets time pass.
  rouse = await startRouse({ settings: { ...double.settings, ROUSE_ROLE: 'api' } });
  double.connect(rouse);
  await rouse.dataSource.query('CREATE SEQUENCE times');
});
afterEach(() => rouse.dataSource.query('DROP FUNCTION hinder CASCADE'));
afterAll(async () => {
  await rouse.stop();
  await double.stop();
});

/** Lets the database refuse what is written to a table, where the condition holds. */
const hinder = (when: string, condition: string, code: string) =>
  rouse.dataSource.query(
    `CREATE FUNCTION hinder() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF ${condition} THEN RAISE EXCEPTION 'hindered' USING ERRCODE = '${code}'; END IF;
       RETURN NEW; END $$;
     CREATE TRIGGER hinder BEFORE ${when} FOR EACH ROW EXECUTE FUNCTION hinder()`,
  );

async function paged(...people: Person[]): Promise<void> {
  for (const person of people) {
    const service = await rouse.service(await rouse.policy([{ page: [person], waitSeconds: 3_600 }]));
    await rouse.trigger(await rouse.integration(service));
  }
}

describe('the database undoes what is written', () => {
  it('a receipt that two transactions fought over is not dropped', async () => {
    const ana = await rouse.person({ name: 'Ana', voice: true });
    double.failDeliveryTo(String(ana.phone), 30_007);
    await paged(ana);
    await hinder('UPDATE ON pages', `NEW.status = 'failed' AND nextval('times') <= 3`, '40P01');
    await rouse.advance({ seconds: 0 });
    await rouse.eventually(async () => {
      const statuses = await rouse.dataSource.query<{ status: string }[]>(
        `SELECT status FROM pages WHERE user_id = $1 AND type = 'sms'`,
        [ana.id],
      );
      expect(statuses).toEqual([{ status: 'failed' }]);
    });
    await rouse.advance({ seconds: 0 });
    await double.phone(String(ana.phone)).expectCall();
  });

  it('a page that cannot be decided on holds no other back, and goes out once it can be', async () => {
    const [ana, bo, cy] = [
      await rouse.person({ name: 'Ana' }),
      await rouse.person({ name: 'Bo' }),
      await rouse.person({ name: 'Cy' }),
    ];
    await paged(bo, ana, cy);
    await hinder('INSERT ON attempts', `NEW.user_id = '${ana.id}'`, '23514');
    await rouse.advance({ seconds: 0 });
    await double.phone(String(bo.phone)).expectSms();
    await double.phone(String(cy.phone)).expectSms();
    await double.phone(String(ana.phone)).expectNothing();
    await rouse.dataSource.query('DROP TRIGGER hinder ON attempts');
    await rouse.advance({ seconds: 16 });
    await double.phone(String(ana.phone)).expectSms();
  });
});
