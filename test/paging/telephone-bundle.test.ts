import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

let double: TwilioDouble;
let rouse: RunningRouse;

beforeAll(async () => {
  double = await startTwilioDouble();
  rouse = await startRouse({ settings: double.settings });
  double.connect(rouse);
}, 60_000);
afterAll(async () => {
  await rouse.stop();
  await double.stop();
});

/** So many incidents at once for one person; gives them in the order of their numbers. */
async function storm(person: Person, count: number) {
  const policy = await rouse.policy([{ page: [person], waitSeconds: 3600 }]);
  const services = [];
  for (let place = 0; place < count; place += 1) services.push(await rouse.service(policy));
  for (const service of services)
    await rouse.trigger(await rouse.integration(service), { summary: 'card errors' });
  return Promise.all(services.map((service) => rouse.incidentOf(service)));
}

const statuses = async (incidents: readonly { id: string }[]) =>
  new Set(await Promise.all(incidents.map(async ({ id }) => (await rouse.incident(id)).status)));

describe('many incidents for one phone', () => {
  /** Another number each time that it is tried. */
  let tries = 0;
  it('come as one SMS, and its link acknowledges them all', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const phone = double.phone(String(ana.phone));
    const incidents = await storm(ana, 6);
    const bundle = await rouse.eventually(
      async () => {
        await rouse.advance({ seconds: 10 });
        const found = double.messages.findLast(
          ({ to, body }) => to === ana.phone && /^\d+ incidents, worst: #\d+ /.test(body),
        );
        if (!found) throw new Error('no bundle yet');
        return found.body;
      },
      { within: 30_000 },
    );
    expect(bundle).toMatch(/\ncritical since \d\d:\d\d \(.*\)\nReply ack all\nhttp/);
    const link = bundle.split('\n').at(-1) ?? '';
    const count = Number(/^\d+/.exec(bundle)?.[0]);
    const shown = await (await fetch(link)).text();
    expect(shown).toContain(`Acknowledge all ${String(count)}`);
    const answered = await fetch(`${link}/acknowledge-all`, { method: 'POST' });
    expect([answered.status, (await answered.text()).includes('Acknowledged #')]).toEqual([200, true]);
    await phone.reply('ack all');
    expect(await statuses(incidents)).toEqual(new Set(['acknowledged']));
  }, 60_000);

  it('come as one call, which asks before it acknowledges them all', async () => {
    tries += 1;
    const number = `+1555777030${String(tries)}`;
    const bo = await rouse.person({ name: 'Bo', phone: null, voice: number });
    const incidents = await storm(bo, 4);
    const first = await double.phone(number).expectCall({ within: 15_000 });
    await double.settle();
    await first.answer();
    await first.press('4');
    const call = await rouse.eventually(
      async () => {
        await rouse.advance({ seconds: 10 });
        return double.phone(number).expectCall({ within: 0 });
      },
      { within: 30_000 },
    );
    await double.settle();
    expect(await call.answer()).toMatch(
      /^This is Rouse with 3 incidents\. The worst is incident \d+, critical\./,
    );
    expect(call.spoken).toContain('Press 4 to acknowledge all 3, or star to repeat.');
    expect(await call.press('4')).toContain('Press 4 once more to acknowledge all 3 incidents');
    expect(await statuses(incidents.slice(1))).toEqual(new Set(['triggered']));
    expect(await call.press('4')).toBe('All 3 incidents are acknowledged, and yours. Goodbye.');
    expect(await statuses(incidents)).toEqual(new Set(['acknowledged']));
  }, 60_000);
});
