import type { QueryClient } from '@tanstack/react-query';

/** Which answers a change makes old, by the beginning of its kind (docs/live-feeds.md) and of their paths. */
const OLD_AFTER: readonly { readonly kind: RegExp; readonly paths: readonly string[] }[] = [
  {
    kind: /^(?:incident|alert|acknowledgement|escalation|step|handoff|latecomer|note|responder)\./,
    paths: [
      '/api/v1/incidents',
      '/api/v1/responder-requests',
      '/api/v1/me/responder-requests',
      '/api/v1/services/{id}/suppressed-alerts',
    ],
  },
  { kind: /^(?:page|attempt)\./, paths: ['/api/v1/incidents/{id}/timeline', '/api/v1/contact-methods'] },
  { kind: /^answer\./, paths: ['/api/v1/incidents/{id}/timeline'] },
  {
    kind: /^(?:schedule|override|absence|swap)\./,
    paths: [
      '/api/v1/schedules',
      '/api/v1/on-call',
      '/api/v1/swaps',
      '/api/v1/me/shifts',
      '/api/v1/me/schedules',
      '/api/v1/users/{id}/shifts',
      '/api/v1/users/{id}/absences',
    ],
  },
];

/** The paths whose answers are old after a change of this kind; none for kinds that no screen shows. */
export const pathsOldAfter = (kind: string): readonly string[] =>
  OLD_AFTER.filter((rule) => rule.kind.test(kind)).flatMap((rule) => rule.paths);

/** Marks what is on the screen as old, so that it is asked for again; what is not on it waits until somebody looks. */
export async function refresh(queries: QueryClient, paths: readonly string[]): Promise<void> {
  await queries.invalidateQueries({
    predicate: ({ queryKey: [, path] }) =>
      typeof path === 'string' && paths.some((old) => path === old || path.startsWith(`${old}/`)),
  });
}
