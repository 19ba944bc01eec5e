import { newId } from '../platform/database/identifier.js';
import type { ContactMethodType } from './contact-method.js';
import type { Notice } from './notices.js';

/** A contact method that was switched on or off. */
export interface SwitchedMethod {
  readonly userId: string;
  readonly type: ContactMethodType;
}

/**
 * What the owners of an address are told, each once and by another way, when pages to it were turned off or on.
 * @param reason why they are off; null: they are on
 */
export function switchedNotices(
  address: string,
  methods: readonly SwitchedMethod[],
  reason: string | null,
): Notice[] {
  const owners = new Map(methods.map((method) => [method.userId, method]));
  return [...owners.values()].map(({ userId, type }) => ({
    userId,
    kind: reason === null ? 'contact-method.started' : 'contact-method.stopped',
    text: reason === null ? startedText(address) : stoppedText(address, type, reason),
    // Each switch happened once, by the statement that made it.
    onceKey: `contact-method.switched ${newId()}`,
    expiresAt: null,
    notTo: address,
  }));
}

const startedText = (address: string): string => `Pages to ${shown(address)} are on again.`;

function stoppedText(address: string, type: ContactMethodType, reason: string): string {
  const isPhone = type === 'sms' || type === 'voice';
  const remedy = isPhone ? 'Send START from it to turn them on again.' : 'Check your contact methods.';
  const why = /[.!?]$/.test(reason) ? reason : `${reason}.`;
  return `Pages to ${shown(address)} are off: ${why} ${remedy}`;
}

/** A webhook's path may hold its secret: the host says which one it is. */
function shown(address: string): string {
  return URL.canParse(address) && /^https?:/.test(address)
    ? `the webhook at ${new URL(address).host}`
    : address;
}
