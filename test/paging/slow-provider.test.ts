import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

describe('a provider that is slow', () => {
  let double: TwilioDouble;
  let rouse: RunningRouse;
  beforeAll(async () => {
    double = await startTwilioDouble();
    rouse = await startRouse({ settings: double.settings });
    double.connect(rouse);
  });
  afterAll(async () => {
    await rouse.stop();
    await double.stop();
  });

  const serviceThatPages = async (count: number) => {
    const people = await Promise.all(Array.from({ length: count }, () => rouse.person({ name: 'Ana' })));
    const service = await rouse.service(await rouse.policy([{ page: people }]));
    return { people, integration: await rouse.integration(service) };
  };
  const requestsFor = (summary: string) =>
    double.requests.filter(({ form }) => form.get('Body')?.includes(summary) === true).length;

  it('keeps neither the next incident waiting nor its own other pages', async () => {
    const { integration } = await serviceThatPages(20);
    const other = await serviceThatPages(1);
    double.faults.answerLate(3_500, 1_000);
    await Promise.all(
      Array.from({ length: 3 }, (_each, place) =>
        rouse.trigger(integration, { summary: `slow ${String(place)}` }),
      ),
    );
    await rouse.eventually(() => expect(requestsFor('slow')).toBeGreaterThanOrEqual(10));
    await rouse.trigger(other.integration, { summary: 'the other' });
    // A dozen at a time, as many as there are wake-ups at once, the sixty would keep the other waiting longer than this.
    await rouse.eventually(() => expect(requestsFor('the other')).toBe(1), { within: 12_000 });
    await rouse.eventually(() => expect(requestsFor('slow')).toBe(60), { within: 30_000 });
  }, 90_000);
});
