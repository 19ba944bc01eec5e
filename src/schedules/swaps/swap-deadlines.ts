const HOUR = 3_600_000;
/** Hours before the start at which those who have not answered are reminded. */
export const REMINDER_HOURS = [24, 2] as const;
export type ReminderHours = (typeof REMINDER_HOURS)[number];

/** What an unanswered request is due for. */
export type SwapDeadline =
  { readonly kind: 'remind'; readonly hours: ReminderHours } | { readonly kind: 'expire' };

/** When an open request wants attention next, after `now`: a reminder that is still ahead, else its end. */
export function nextDueAt(expiresAt: Date, now: Date): Date {
  const ahead = REMINDER_HOURS.map((hours) => new Date(expiresAt.getTime() - hours * HOUR));
  return ahead.find((time) => time > now) ?? expiresAt;
}

/**
 * What to do for an open request whose deadline `dueAt` has passed. Where several have passed because nobody was
 * there to act, only the last counts: one reminder is enough.
 */
export function passedDeadline(expiresAt: Date, dueAt: Date, now: Date): SwapDeadline | null {
  if (expiresAt <= now) return { kind: 'expire' };
  const passed = REMINDER_HOURS.filter((hours) => {
    const time = expiresAt.getTime() - hours * HOUR;
    return time >= dueAt.getTime() && time <= now.getTime();
  });
  const hours = passed.at(-1);
  return hours === undefined ? null : { kind: 'remind', hours };
}
