import { z } from 'zod';
import { timeZoneSchema } from '../../platform/http/times.js';

/** What an identity provider says about somebody who has just signed in there. */
export interface ProviderPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string | null;
  /** Null where there is none, or nothing that is an address. */
  readonly email: string | null;
  /** Whether the provider has made sure that the address is theirs. */
  readonly isEmailVerified: boolean;
  /** IANA name; null where there is none that is known. */
  readonly timeZone: string | null;
  readonly groups: readonly string[];
  /** How long ago they showed the provider who they are; null where that is not known. */
  readonly shownSecondsAgo: number | null;
}

type Claims = Readonly<Record<string, unknown>>;

/** As many characters as a name may have here. */
const LONGEST_NAME = 200;
/** RFC 5321 section 4.5.3.1.3. */
const emailSchema = z.email().max(254);
const groupsSchema = z.union([z.array(z.string()), z.string().transform((group) => [group])]);
/** Some providers write it as a text. */
const trueSchema = z.union([z.literal(true), z.literal('true')]);
const textSchema = z.string().trim().min(1);
const ageSchema = z.object({ iat: z.number(), auth_time: z.number() });

/**
 * Reads the standard claims (OpenID Connect Core 1.0 section 5.1). The ID token comes first; what it lacks is taken
 * from UserInfo, whose subject the caller has compared. An address and its verification come from one and the same place.
 */
export function readClaims(
  identity: { readonly issuer: string; readonly subject: string },
  idToken: Claims,
  userInfo: Claims,
  groupsClaim: string,
): ProviderPerson {
  const mailed = [idToken, userInfo].find(({ email }) => email !== undefined) ?? {};
  const claim = (name: string): unknown => idToken[name] ?? userInfo[name];
  const name = textSchema.safeParse(claim('name') ?? claim('preferred_username')).data ?? null;
  return {
    ...identity,
    name: name === null ? null : name.slice(0, LONGEST_NAME),
    email: emailSchema.safeParse(mailed['email']).data ?? null,
    isEmailVerified: trueSchema.safeParse(mailed['email_verified']).success,
    timeZone: timeZoneSchema.safeParse(claim('zoneinfo')).data ?? null,
    groups: groupsSchema.safeParse(claim(groupsClaim)).data ?? [],
    shownSecondsAgo: shownSecondsAgo(idToken),
  };
}

/** By the provider's clock alone, so that it does not matter how ours goes. */
function shownSecondsAgo(idToken: Claims): number | null {
  const { data } = ageSchema.safeParse(idToken);
  return data === undefined ? null : Math.max(0, data.iat - data.auth_time);
}
