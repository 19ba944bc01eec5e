import { z } from 'zod';
import { idOf } from '../../support/rouse-client.js';
import type { Person } from '../../support/story.js';
import type { Random } from './random.js';
import type { SystemUnderTest } from './system.js';

/** What a person does when the phone buzzes. */
export type Habit =
  | { readonly kind: 'never' }
  /** Answers the message by SMS, or the call by a key, after so long. */
  | { readonly kind: 'by-phone'; readonly afterSeconds: number }
  /** Acknowledges what is open over the API. */
  | { readonly kind: 'by-api'; readonly afterSeconds: number };

/** Somebody who can be paged. */
export interface LoadPerson extends Person {
  readonly phone: string;
  readonly hasVoice: boolean;
  readonly habit: Habit;
}

/** Something that breaks, and who is paged about it. */
export interface LoadService {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly steps: readonly { readonly people: readonly LoadPerson[]; readonly waitSeconds: number }[];
  readonly repeat: number;
  readonly lastResort: readonly LoadPerson[];
  /** All whom its policy means, by whatever way. Nobody else may hear of its incidents. */
  readonly people: readonly LoadPerson[];
}

/** The people and services of a run. */
export interface World {
  readonly people: readonly LoadPerson[];
  readonly services: readonly LoadService[];
}

export interface WorldPlan {
  readonly services: number;
  /** How long each step waits for an answer. */
  readonly stepSeconds: number;
  /** How many times a policy is gone through again. */
  readonly repeat: number;
  /** The share of people who never answer. */
  readonly neverAnswer: number;
  /** The share of people whose telephone rings when SMS do not help. */
  readonly voice: number;
}

const named = z.object({ id: z.string(), name: z.string() });

/**
 * Makes, over the API, services of two steps each with people of their own, so that nobody gets so many messages that
 * they wait for one another, and two people who are everybody's last resort.
 */
export async function makeWorld(
  { client }: Pick<SystemUnderTest, 'client'>,
  plan: WorldPlan,
  random: Random,
): Promise<World> {
  const people: LoadPerson[] = [];
  const makePerson = async (name: string, habit: Habit): Promise<LoadPerson> => {
    const hasVoice = random.chance(plan.voice);
    const person = await client.person({ name, ...(hasVoice ? { voice: true as const } : {}) });
    if (person.phone === null) throw new Error(`${name} has no phone`);
    const made = { ...person, phone: person.phone, hasVoice, habit };
    people.push(made);
    return made;
  };
  const lastResort = [
    await makePerson('Lena', { kind: 'never' }),
    await makePerson('Luis', { kind: 'never' }),
  ];
  const services: LoadService[] = [];
  for (let number = 1; number <= plan.services; number += 1) {
    const first = await makePerson('Ana', randomHabit(plan, random));
    const second = await makePerson('Bo', randomHabit(plan, random));
    services.push(await makeService(client, `Load ${String(number)}`, plan, [first, second], lastResort));
  }
  return { people, services };
}

function randomHabit({ neverAnswer, stepSeconds }: WorldPlan, random: Random): Habit {
  const lazy = random.chance(neverAnswer);
  const kind = random.pick(['by-phone', 'by-api'] as const);
  const afterSeconds = random.integer(1, Math.max(1, Math.floor(stepSeconds / 2)));
  return lazy ? { kind: 'never' } : { kind, afterSeconds };
}

/** Its first step pages whoever is on call in a schedule, its second one a person. */
async function makeService(
  client: SystemUnderTest['client'],
  name: string,
  { stepSeconds, repeat }: WorldPlan,
  [first, second]: readonly [LoadPerson, LoadPerson],
  lastResort: readonly LoadPerson[],
): Promise<LoadService> {
  const schedule = await client.schedule([first], { name: `${name} schedule` });
  const policy = idOf(
    await client.post('/api/v1/escalation-policies', {
      name: `${name} policy`,
      repeat,
      steps: [
        { targets: [{ type: 'schedule', id: schedule.id }], escalateAfterSeconds: stepSeconds },
        { targets: [{ type: 'user', id: second.id }], escalateAfterSeconds: stepSeconds },
      ],
      lastResort: lastResort.map(({ id }) => ({ type: 'user', id })),
    }),
  );
  const service = named.parse(await client.service({ id: policy }, { name }));
  const { key } = await client.integration(service);
  return {
    ...service,
    key,
    steps: [
      { people: [first], waitSeconds: stepSeconds },
      { people: [second], waitSeconds: stepSeconds },
    ],
    repeat,
    lastResort,
    people: [first, second, ...lastResort],
  };
}
