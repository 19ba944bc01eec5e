import type { Schema } from '../api/client';

type Simulation = Schema<'PolicySimulation'>;
type Page = Simulation['pages'][number];

/** Something that a policy comes to at a moment. Steps count from 1. */
export type Mark =
  | { readonly kind: 'step'; readonly step: number; readonly round: number }
  | { readonly kind: 'skipped'; readonly step: number; readonly reason: string }
  | { readonly kind: 'handed-off'; readonly policyId: string }
  | { readonly kind: 'last-resort'; readonly reachesNobody: boolean }
  | { readonly kind: 'came-on-call'; readonly userId: string };

/** One person who is paged at a moment, by one or several channels. */
export interface PagedPerson {
  readonly userId: string;
  readonly channels: readonly Page['type'][];
  /** What they read or hear. */
  readonly reason: string;
}

export interface Minute {
  readonly afterSeconds: number;
  readonly marks: readonly Mark[];
  readonly people: readonly PagedPerson[];
}

/** A simulation as a list of moments at which something happens. */
export function minutesOf({ pages, entries }: Simulation): Minute[] {
  const moments = [...new Set([...pages, ...entries].map(({ afterSeconds }) => afterSeconds))];
  return moments
    .sort((left, right) => left - right)
    .map((afterSeconds) => ({
      afterSeconds,
      marks: entries.filter((entry) => entry.afterSeconds === afterSeconds).flatMap(markOf),
      people: peopleOf(pages.filter((page) => page.afterSeconds === afterSeconds)),
    }));
}

function markOf({ kind, reason, details }: Simulation['entries'][number]): Mark[] {
  const step = (numberIn(details, 'step') ?? 0) + 1;
  switch (kind) {
    case 'step.started':
      return [{ kind: 'step', step, round: numberIn(details, 'round') ?? 0 }];
    case 'step.skipped':
      return [{ kind: 'skipped', step, reason }];
    case 'escalation.handed-off':
      return [{ kind: 'handed-off', policyId: textIn(details, 'policyId') }];
    case 'escalation.exhausted':
      return [{ kind: 'last-resort', reachesNobody: isEmpty(details['userIds']) }];
    case 'handoff.paged':
    case 'latecomer.paged':
      return [{ kind: 'came-on-call', userId: textIn(details, 'userId') }];
    default:
      return [];
  }
}

function peopleOf(pages: readonly Page[]): PagedPerson[] {
  const people = new Map<string, PagedPerson>();
  for (const { userId, type, reason } of pages) {
    const known = people.get(userId);
    people.set(userId, { userId, reason, channels: [...(known?.channels ?? []), type] });
  }
  return [...people.values()];
}

type Details = Readonly<Record<string, unknown>>;

function numberIn(details: Details, name: string): number | undefined {
  const value = details[name];
  return typeof value === 'number' ? value : undefined;
}

function textIn(details: Details, name: string): string {
  const value = details[name];
  return typeof value === 'string' ? value : '';
}

const isEmpty = (value: unknown): boolean => !Array.isArray(value) || value.length === 0;

/** `0:00`, `1:20`, `1:02:05`: so long after the beginning. */
export function clockAfter(seconds: number): string {
  const two = (count: number) => String(count).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const end = two(seconds % 60);
  return hours > 0 ? `${String(hours)}:${two(minutes)}:${end}` : `${String(minutes)}:${end}`;
}
