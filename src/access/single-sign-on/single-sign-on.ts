import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import * as openid from 'openid-client';
import { DataSource } from 'typeorm';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { Sessions, type BegunSession } from '../sessions/sessions.js';
import type { SignInSource } from '../sessions/sign-in-source.js';
import { roleByGroups } from './group-roles.js';
import { IdentityProvider, newSignOnSecrets } from './identity-provider.js';
import type { ProviderPerson } from './provider-claims.js';
import { ProviderPeople } from './provider-people.js';
import { toReturnPath } from './return-path.js';
import { SignOnAttempts, type SignOnAttempt } from './sign-on-attempts.js';
import { SignOnRefusal } from './sign-on-refusal.js';

/** A sign-in that has begun: where the browser goes, and what it must bring back in its cookie. */
export interface BegunSignOn {
  readonly url: string;
  readonly browserSecret: string;
}

/** A sign-in that has ended well. */
export interface FinishedSignOn {
  readonly session: BegunSession;
  /** The address of this site to go on to. */
  readonly url: string;
}

/** Signs people in by the organisation's identity provider: OpenID Connect, the code flow with PKCE. */
@Injectable()
export class SingleSignOn {
  constructor(
    private readonly dataSource: DataSource,
    private readonly provider: IdentityProvider,
    private readonly attempts: SignOnAttempts,
    private readonly people: ProviderPeople,
    private readonly sessions: Sessions,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'singleSignOn' | 'publicUrl'>,
  ) {}

  get isSetUp(): boolean {
    return this.settings.singleSignOn !== null;
  }

  /**
   * Begins one.
   * @param browserSecret of an attempt in another tab, which keeps working
   * @param anew whether the provider is to ask also whoever is signed in there
   * @throws SignOnRefusal where the provider does not answer
   */
  async begin(
    returnTo: string | undefined,
    browserSecret: string | null,
    anew: boolean,
  ): Promise<BegunSignOn> {
    const attempt: SignOnAttempt = {
      ...newSignOnSecrets(),
      browserSecret: browserSecret ?? randomBytes(32).toString('base64url'),
      returnPath: toReturnPath(returnTo),
    };
    const url = await this.provider.signInUrl(attempt, anew).catch(refuse);
    await this.attempts.begin(attempt);
    return { url: url.href, browserSecret: attempt.browserSecret };
  }

  /**
   * Ends one, with what the browser brought from the provider.
   * @param query of the callback's address
   * @throws SignOnRefusal
   */
  async finish(query: string, browserSecret: string | null, source: SignInSource): Promise<FinishedSignOn> {
    const state = new URLSearchParams(query).get('state');
    const attempt =
      state === null || browserSecret === null ? null : await this.attempts.take(state, browserSecret);
    if (attempt === null) throw new SignOnRefusal('unknown-attempt');
    const person = await this.provider.personOf(query, attempt).catch(refuse);
    const role = this.roleOf(person);
    const session = await this.dataSource.transaction(async (manager) => {
      const userId = await this.people.enter(manager, person, role);
      return this.sessions.begin(manager, userId, source, person.shownSecondsAgo);
    });
    return { session, url: `${new URL(this.settings.publicUrl).origin}${attempt.returnPath}` };
  }

  private roleOf({ groups, subject }: ProviderPerson) {
    const mapping = this.settings.singleSignOn?.roles ?? null;
    if (mapping === null) return null;
    const role = roleByGroups(mapping, groups);
    if (role === null) throw new SignOnRefusal('no-role', { subject, groups });
    return role;
  }
}

const FAULTS = [openid.ClientError, openid.ResponseBodyError, openid.WWWAuthenticateChallengeError];

/** Turns a fault of the talk with the provider into a refusal; any other is Rouse's own. */
function refuse(error: unknown): never {
  // openid-client wraps what our own requests to the provider throw.
  const refusal = chainOf(error).find((link) => link instanceof SignOnRefusal);
  if (refusal !== undefined) throw refusal;
  const faults = { faults: chainOf(error).map(toFault) };
  if (error instanceof openid.AuthorizationResponseError) throw new SignOnRefusal('provider-refused', faults);
  if (FAULTS.some((Fault) => error instanceof Fault)) throw new SignOnRefusal('untrusted-answer', faults);
  throw error;
}

const chainOf = (error: unknown): Error[] => (error instanceof Error ? [error, ...chainOf(error.cause)] : []);

/** What an error says, without the answers and tokens that hang on it. */
function toFault(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  return `${error.message}${code}`.slice(0, 300);
}
