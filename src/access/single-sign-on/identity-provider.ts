import { Inject, Injectable } from '@nestjs/common';
import * as openid from 'openid-client';
import { DatabaseClock } from '../../platform/clock/database-clock.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { isLoopback, type SingleSignOnSettings } from '../../platform/config/single-sign-on-settings.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { readClaims, type ProviderPerson } from './provider-claims.js';
import { ProviderRequests } from './provider-requests.js';
import { SignOnRefusal } from './sign-on-refusal.js';

const DAY_SECONDS = 86_400;
/** For each request to it. */
const ANSWER_WITHIN_SECONDS = 5;
/** How long what it says of itself is believed: keys and addresses change, if seldom. */
const KNOWN_FOR_MS = 10 * 60_000;
/** How far its clock and ours may be apart. */
const CLOCK_TOLERANCE_SECONDS = 30;

/** What binds the answer of the provider to the question: all of it random, none of it told to anybody else. */
export interface SignOnSecrets {
  readonly state: string;
  readonly nonce: string;
  /** RFC 7636. */
  readonly codeVerifier: string;
}

export const newSignOnSecrets = (): SignOnSecrets => ({
  state: openid.randomState(),
  nonce: openid.randomNonce(),
  codeVerifier: openid.randomPKCECodeVerifier(),
});

interface KnownProvider {
  readonly configuration: Promise<openid.Configuration>;
  readonly sinceMs: number;
}

/**
 * The organisation's identity provider, spoken to when somebody signs in and never before: one that is away keeps
 * neither Rouse from starting nor a page from going out.
 */
@Injectable()
export class IdentityProvider {
  private known: KnownProvider | null = null;
  private readonly requests: ProviderRequests;

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'singleSignOn' | 'publicUrl' | 'sessions'>,
    @Inject(LOGGER) logger: Logger,
    private readonly clock: DatabaseClock,
  ) {
    this.requests = new ProviderRequests(logger);
  }

  /** Where the provider is to send people back to. */
  get callbackUrl(): string {
    return `${this.settings.publicUrl}/auth/single-sign-on/callback`;
  }

  /**
   * Where to send a browser so that its person signs in there: the code flow with PKCE (RFC 9700 section 2.1.1).
   * `max_age` makes the provider say when its person signed in there (OpenID Connect Core 1.0 section 3.1.2.1).
   * @param anew whether they are to show who they are even where they are signed in there
   * @throws SignOnRefusal, or an error of openid-client, where the provider does not say how
   */
  async signInUrl({ state, nonce, codeVerifier }: SignOnSecrets, anew: boolean): Promise<URL> {
    const settings = this.required();
    return openid.buildAuthorizationUrl(await this.configuration(settings), {
      redirect_uri: this.callbackUrl,
      scope: settings.scopes,
      max_age: anew ? '0' : String(this.settings.sessions.days * DAY_SECONDS),
      state,
      nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
  }

  /**
   * Turns the answer that a browser brought into what the provider says of its person. Validates state, `iss`
   * (RFC 9207), and of the ID token (OpenID Connect Core 1.0 section 3.1.3.7) the signature, algorithm, issuer,
   * audience, nonce and times.
   * @param query as the browser brought it, with or without its question mark
   * @throws SignOnRefusal, or an error of openid-client, that says what is wrong with it
   */
  async personOf(query: string, { state, nonce, codeVerifier }: SignOnSecrets): Promise<ProviderPerson> {
    const settings = this.required();
    const configuration = await this.configuration(settings);
    const url = new URL(this.callbackUrl);
    url.search = query;
    const tokens = await openid.authorizationCodeGrant(configuration, url, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: codeVerifier,
    });
    const idToken = tokens.claims();
    if (idToken === undefined) throw new SignOnRefusal('untrusted-answer', { faults: ['no ID token'] });
    const hasUserInfo = configuration.serverMetadata().userinfo_endpoint !== undefined;
    const userInfo = hasUserInfo
      ? await openid.fetchUserInfo(configuration, tokens.access_token, idToken.sub)
      : {};
    const identity = { issuer: idToken.iss, subject: idToken.sub };
    const person = readClaims(identity, idToken, userInfo, settings.groupsClaim);
    // One that never says when is believed; where one says that it does, the browser may have left our question out.
    const says = configuration.serverMetadata().claims_supported?.includes('auth_time') === true;
    return { ...person, shownSecondsAgo: person.shownSecondsAgo ?? (says ? null : 0) };
  }

  private required(): SingleSignOnSettings {
    const { singleSignOn } = this.settings;
    if (singleSignOn === null) throw new Error('single sign-on is not set up');
    return singleSignOn;
  }

  /** What it says of itself, asked once for all who come at the same time, and again after a while or a failure. */
  private configuration(settings: SingleSignOnSettings): Promise<openid.Configuration> {
    const now = performance.now();
    if (this.known !== null && now - this.known.sinceMs < KNOWN_FOR_MS) return this.known.configuration;
    const asked: KnownProvider = { configuration: this.discover(settings), sinceMs: now };
    this.known = asked;
    asked.configuration.catch(() => {
      if (this.known === asked) this.known = null;
    });
    return asked.configuration;
  }

  private async discover(settings: SingleSignOnSettings): Promise<openid.Configuration> {
    const { issuer, clientId, clientSecret } = settings;
    const options: openid.DiscoveryRequestOptions = {
      timeout: ANSWER_WITHIN_SECONDS,
      [openid.customFetch]: this.requests.fetch,
      execute: [
        // The signature of the ID token counts, by a key that the provider publishes: neither `none` nor HS256 will do.
        openid.enableNonRepudiationChecks,
        // The setting allows an issuer without TLS on this machine only.
        ...(isLoopback(issuer) ? [openid.allowInsecureRequests] : []),
      ],
    };
    const client = {
      client_secret: clientSecret,
      [openid.clockSkew]: await this.clockSkewSeconds(),
      [openid.clockTolerance]: CLOCK_TOLERANCE_SECONDS,
    };
    const authentication: openid.ClientAuth = (server, ...rest) => {
      const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
      const basic = methods.includes('client_secret_basic');
      (basic ? openid.ClientSecretBasic(clientSecret) : openid.ClientSecretPost(clientSecret))(
        server,
        ...rest,
      );
    };
    const found = await openid.discovery(new URL(issuer), clientId, client, authentication, options);
    // The library lets Microsoft's `common` stand for every organisation there is.
    if (new URL(found.serverMetadata().issuer).href !== new URL(issuer).href)
      throw new SignOnRefusal('untrusted-answer', {
        faults: ['it calls itself otherwise than OIDC_ISSUER does'],
      });
    return found;
  }

  /** How far the database's clock, by which everything is decided, is ahead of this machine's, which openid-client reads. */
  private async clockSkewSeconds(): Promise<number> {
    const now = await this.clock.now();
    return Math.round((now.getTime() - Date.now()) / 1000);
  }
}
