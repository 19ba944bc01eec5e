import { z } from 'zod';

/** Which role the members of one group of the identity provider have; `*` is everybody else. */
export interface GroupRole {
  readonly group: string;
  readonly role: 'admin' | 'responder' | 'observer';
}

/** The identity provider by which people sign in. */
export interface SingleSignOnSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** With blanks between them, as OAuth writes it. */
  readonly scopes: string;
  /** The claim that holds a person's groups. */
  readonly groupsClaim: string;
  /** Null: the provider says nothing about roles. */
  readonly roles: readonly GroupRole[] | null;
  /** What the button says. */
  readonly label: string;
  /** Passwords are for admins only. */
  readonly only: boolean;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether an address leads to this machine, where nobody listens on the way. */
export const isLoopback = (url: string): boolean => LOOPBACK.test(new URL(url).hostname);

/** OpenID Connect Discovery 1.0 section 3: an issuer is an https address without query and fragment. */
export const issuerSchema = z
  .url({ protocol: /^https?$/, error: 'must be an https:// address' })
  .refine((url) => !/[?#]/.test(url), 'must have neither a query nor a fragment')
  .refine(
    (url) => url.startsWith('https:') || isLoopback(url),
    'must be an https:// address, unless it is on this machine',
  );

/** At least `openid`, or there is no ID token (OpenID Connect Core 1.0 section 3.1.2.1). */
export const scopesSchema = z
  .string()
  .transform((value) => value.trim().split(/\s+/))
  .refine((scopes) => scopes.includes('openid'), 'must contain openid')
  .transform((scopes) => scopes.join(' '))
  .default('openid profile email groups');

const roleOfGroup = z.enum(['admin', 'responder', 'observer']);

/** `pager-admins=admin,engineers=responder,*=observer`. The last = counts, since names of groups may hold one. */
export const groupRolesSchema = z.string().transform((value, context) =>
  value.split(',').flatMap((part): GroupRole[] => {
    const at = part.lastIndexOf('=');
    const group = part.slice(0, Math.max(at, 0)).trim();
    const role = roleOfGroup.safeParse(part.slice(at + 1).trim());
    if (group !== '' && role.success) return [{ group, role: role.data }];
    context.addIssue(
      `must be groups with roles such as engineers=responder,*=observer, which ${part.trim()} is not`,
    );
    return [];
  }),
);
