import { usePeople } from '../people/people';
import { useTeams } from '../people/teams';
import { useSchedules } from '../schedule/schedules';
import { texts } from '../texts/policies';
import type { LastResort, Target } from './draft';

/** Names of what policies page, by id. */
export interface TargetNames {
  readonly user: (id: string) => string;
  readonly schedule: (id: string) => string;
  readonly team: (id: string) => string;
}

/** A target in words: `On call in Checkout`, `Ana`. */
export function wordsOf(target: Target, names: TargetNames): string {
  switch (target.type) {
    case 'user':
      return names.user(target.id);
    case 'schedule':
      return texts.targets.schedule(names.schedule(target.id));
    case 'team':
      return target.who === 'managers'
        ? texts.targets.managers(names.team(target.id))
        : texts.targets.everyone(names.team(target.id));
    case 'round-robin':
      return target.of.type === 'team'
        ? texts.targets.turnsTeam(names.team(target.of.id))
        : texts.targets.turnsSchedule(names.schedule(target.of.id));
  }
}

export function useTargetNames(): TargetNames {
  const people = usePeople();
  const named = (items: readonly { id: string; name: string }[] | undefined) => {
    const byId = new Map(items?.map(({ id, name }) => [id, name]));
    return (id: string) => byId.get(id) ?? (items === undefined ? '…' : texts.targets.unknown);
  };
  const [schedules, teams] = [useSchedules().data, useTeams().data];
  return {
    user: (id) => people.get(id)?.name ?? (people.size === 0 ? '…' : texts.targets.unknown),
    schedule: named(schedules),
    team: named(teams),
  };
}

export interface TargetChoice<Chosen extends Target = Target> {
  readonly value: string;
  readonly label: string;
  readonly target: Chosen;
}

export interface TargetGroup<Chosen extends Target = Target> {
  readonly group: string;
  readonly items: readonly TargetChoice<Chosen>[];
}

/** Whom a last resort can be: nobody takes turns there. */
export function useLastResortGroups(): readonly TargetGroup<LastResort>[] {
  const people = usePeople();
  const schedules = useSchedules().data ?? [];
  const teams = useTeams().data ?? [];
  return [
    {
      group: texts.groups.schedule,
      items: byName(schedules).map(({ id, name }) => choice(name, { type: 'schedule', id })),
    },
    {
      group: texts.groups.user,
      items: byName([...people.values()]).map(({ id, name }) => choice(name, { type: 'user', id })),
    },
    {
      group: texts.groups.everyone,
      items: byName(teams).map(({ id, name }) => choice(name, { type: 'team', id, who: 'everyone' })),
    },
    {
      group: texts.groups.managers,
      items: byName(teams).map(({ id, name }) => choice(name, { type: 'team', id, who: 'managers' })),
    },
  ];
}

/** Whom a step can page. */
export function useStepTargetGroups(): readonly TargetGroup[] {
  const groups = useLastResortGroups();
  const schedules = useSchedules().data ?? [];
  const teams = useTeams().data ?? [];
  const turns = [
    ...byName(teams).map(({ id, name }) => ({ type: 'team' as const, id, name })),
    ...byName(schedules).map(({ id, name }) => ({ type: 'schedule' as const, id, name })),
  ].map(({ type, id, name }): TargetChoice => {
    const target: Target = { type: 'round-robin', of: { type, id } };
    const words = type === 'team' ? texts.targets.turnsTeam(name) : texts.targets.turnsSchedule(name);
    return { value: `round-robin ${type} ${id}`, label: words, target };
  });
  return [...groups, { group: texts.groups.turns, items: turns }];
}

const choice = (name: string, target: LastResort): TargetChoice<LastResort> => ({
  value: `${target.type} ${target.type === 'team' ? target.who : ''} ${target.id}`,
  label: name,
  target,
});

const byName = <Item extends { readonly name: string }>(items: readonly Item[]): Item[] =>
  [...items].sort((left, right) => left.name.localeCompare(right.name));
