/** Writes parts of a rule and leaves all others as they are. */

/** One part of a rule as it stands, such as `MO,TH`; null where it is absent. */
export function partOf(rule: string, name: string): string | null {
  const part = rule.split(';').find((each) => each.toUpperCase().startsWith(`${name}=`));
  return part === undefined ? null : part.slice(name.length + 1).toUpperCase();
}

/** The rule with one part written anew, in its place; null takes it out. */
export function withPart(rule: string, name: string, value: string | null): string {
  const parts = rule.split(';').filter((part) => part !== '');
  const at = parts.findIndex((part) => part.toUpperCase().startsWith(`${name}=`));
  const rest = at < 0 ? parts : parts.filter((_, place) => place !== at);
  if (value === null) return rest.join(';');
  const place = at < 0 ? parts.length : at;
  return [...rest.slice(0, place), `${name}=${value}`, ...rest.slice(place)].join(';');
}

/** The rule with another frequency, without the parts that RFC 5545 forbids with it. */
export function withFrequency(rule: string, frequency: string): string {
  const only: Readonly<Record<string, readonly string[]>> = {
    BYWEEKNO: ['YEARLY'],
    BYYEARDAY: ['YEARLY', 'HOURLY', 'MINUTELY', 'SECONDLY'],
    BYMONTHDAY: ['YEARLY', 'MONTHLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY'],
  };
  let next = withPart(rule, 'FREQ', frequency);
  for (const [part, frequencies] of Object.entries(only))
    if (!frequencies.includes(frequency)) next = withPart(next, part, null);
  const isCounted = /\d/.test(partOf(next, 'BYDAY') ?? '');
  return isCounted && frequency !== 'MONTHLY' && frequency !== 'YEARLY'
    ? withPart(next, 'BYDAY', null)
    : next;
}
