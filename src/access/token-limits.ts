import type { Principal } from './principal.js';
import type { Scope } from './scope.js';

/** What a token that is made or renewed will be good for. */
export interface TokenPower {
  /** Null: all that its holder may do. */
  readonly scopes: readonly Scope[] | null;
  /** Null: never. */
  readonly expiresAt: Date | null;
}

/**
 * Why whoever asks may not be handed such a token, in words; null where they may. A token hands out no more than it
 * has itself: nothing outside of its scopes, and nothing that outlives it. What is asked with a session is not limited.
 */
export function refusalToHandOut(
  { scopes, credential }: Pick<Principal, 'scopes' | 'credential'>,
  power: TokenPower,
): string | null {
  if (scopes !== null) {
    const missing = power.scopes?.filter((scope) => !scopes.has(scope));
    if (missing === undefined || missing.length > 0) {
      const own = scopes.size === 0 ? 'none' : [...scopes].join(', ');
      return `A token hands out no more scopes than it has, and this one has: ${own}.`;
    }
  }
  const endsAt = credential.endsAt ?? null;
  if (endsAt !== null && (power.expiresAt === null || power.expiresAt > endsAt)) {
    return `A token hands out none that outlives it, and this one ends at ${endsAt.toISOString()}.`;
  }
  return null;
}
