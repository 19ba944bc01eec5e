import type { ContactMethodType, Urgency } from './contact-method.js';
import { nextAwake, type WakingHours } from './waking-hours.js';

export interface PagingMethod {
  readonly id: string;
  readonly type: ContactMethodType;
  readonly address: string;
  readonly verified: boolean;
  readonly disabled: boolean;
}

export interface PagingRule {
  readonly urgency: Urgency;
  readonly contactMethodId: string;
  readonly delaySeconds: number;
}

/** One notification of a person that is to go out. */
export interface PlannedContact {
  readonly contactMethodId: string;
  readonly type: ContactMethodType;
  readonly address: string;
  /** Counted from the moment at which the person is paged. */
  readonly delaySeconds: number;
}

/** When somebody is paged, and when they are awake. */
export interface PagedMoment {
  readonly now: Date;
  /** The person's own IANA zone. */
  readonly timeZone: string;
  /** Null: pages of low urgency do not wait. */
  readonly wakingHours: WakingHours | null;
}

/** How long somebody without rules has to read a message before the telephone rings. */
export const VOICE_DELAY_SECONDS = 120;

/**
 * On which of a person's contact methods to page them, and when.
 * The person's rules for this urgency in their order, as far as they name methods that are verified and enabled.
 * Without one such rule every usable method: messages at once, voice after two minutes, or at once where voice is
 * all there is. Empty only for somebody with no usable method.
 * What is of low urgency waits for the person's waking hours: delays count from the first moment awake, and a contact
 * that they carry beyond bedtime waits for the next.
 * @param rules of any urgency, in their order
 */
export function pagingPlan(
  methods: readonly PagingMethod[],
  rules: readonly PagingRule[],
  urgency: Urgency,
  moment: PagedMoment,
): PlannedContact[] {
  const usable = methods.filter((method) => method.verified && !method.disabled);
  const chosen = rules
    .filter((rule) => rule.urgency === urgency)
    .flatMap(({ contactMethodId, delaySeconds }) =>
      usable
        .filter((method) => method.id === contactMethodId)
        .map((method) => toPlanned(method, delaySeconds)),
    );
  const planned = chosen.length > 0 ? chosen : planWithoutRules(usable);
  return urgency === 'high' ? planned : planned.map((contact) => whenAwake(contact, moment));
}

/** The same contact at the first moment awake after its delay; whole seconds, never too early. */
function whenAwake(contact: PlannedContact, { now, timeZone, wakingHours }: PagedMoment): PlannedContact {
  if (wakingHours === null) return contact;
  const from = nextAwake(now, wakingHours, timeZone);
  const at = nextAwake(new Date(from.getTime() + contact.delaySeconds * 1000), wakingHours, timeZone);
  return { ...contact, delaySeconds: Math.ceil((at.getTime() - now.getTime()) / 1000) };
}

function planWithoutRules(usable: readonly PagingMethod[]): PlannedContact[] {
  const messages = usable.filter((method) => method.type !== 'voice');
  const calls = usable.filter((method) => method.type === 'voice');
  const delayOfCalls = messages.length === 0 ? 0 : VOICE_DELAY_SECONDS;
  return [
    ...messages.map((method) => toPlanned(method, 0)),
    ...calls.map((method) => toPlanned(method, delayOfCalls)),
  ];
}

const toPlanned = ({ id, type, address }: PagingMethod, delaySeconds: number): PlannedContact => ({
  contactMethodId: id,
  type,
  address,
  delaySeconds,
});
