import type { IncomingEvent } from '../incoming-event.js';

/** Which alerts of a service belong together. */
export type GroupingRule =
  | { readonly by: 'none' }
  | { readonly by: 'time' }
  | { readonly by: 'fields'; readonly fields: readonly string[] };

type GroupedAlert = Pick<IncomingEvent, 'severity' | 'source' | 'summary' | 'details'>;

/** Of no fields: all alerts of the service that come within the window. */
const TIME = 'time';

/**
 * What alerts of one incident have in common; alerts with one key belong together. A field that an alert does not have
 * is one more value; values that are lists or objects count as not there.
 * @returns null for an alert that belongs with no other: there is no rule, or it has none of the fields
 */
export function groupingKey(rule: GroupingRule, alert: GroupedAlert): string | null {
  switch (rule.by) {
    case 'none':
      return null;
    case 'time':
      return TIME;
    case 'fields': {
      const values = rule.fields.map((field) => [field, valueOf(alert, field)] as const);
      return values.every(([, value]) => value === null) ? null : JSON.stringify(values);
    }
  }
}

function valueOf(alert: GroupedAlert, field: string): string | number | boolean | null {
  switch (field) {
    case 'severity':
    case 'summary':
    case 'source':
      return alert[field];
    case 'class':
    case 'component':
    case 'group':
      return scalar(memberOf(alert.details, field));
    default: {
      const [, ...path] = field.split('.');
      return scalar(path.reduce<unknown>(memberOf, alert.details));
    }
  }
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(name);
}

function scalar(value: unknown): string | number | boolean | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
