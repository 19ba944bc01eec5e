import { z } from 'zod';
import { readNetwork } from '../outbound/allowed-address.js';
import {
  groupRolesSchema,
  issuerSchema,
  scopesSchema,
  type SingleSignOnSettings,
} from './single-sign-on-settings.js';

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' });
const flag = z.enum(['0', '1'], { error: 'must be 0 or 1' }).transform((value) => value === '1');
const perMinute = (fallback: number) =>
  z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .default(fallback);

const keptDays = z.coerce
  .number({ error: 'must be a number of days' })
  .int('must be a whole number')
  .min(31, 'must be at least 31')
  .max(36_500, 'must be at most 36500')
  .optional();

const perSecond = z.coerce
  .number({ error: 'must be a number' })
  .positive('must be more than 0')
  .max(1000, 'must be at most 1000')
  .optional();

const twilioAccountSid = z.string().regex(/^AC[0-9a-fA-F]{32}$/, 'must be AC and 32 hexadecimal digits');
const twilioNumber = z.e164('must be a phone number such as +15005550006');

/** One account at Twilio; null unless all that it needs is set. */
function twilioAccount(
  accountSid: string | undefined,
  authToken: string | undefined,
  from: string | undefined,
  apiUrl: string | undefined,
) {
  if (accountSid === undefined || authToken === undefined || from === undefined) return null;
  return { accountSid, authToken, from, apiUrl: apiUrl?.replace(/\/+$/, '') ?? null };
}

/** The identity provider; null unless all that it needs is set. */
function singleSignOn(
  issuer: string | undefined,
  clientId: string | undefined,
  clientSecret: string | undefined,
  more: Omit<SingleSignOnSettings, 'issuer' | 'clientId' | 'clientSecret'>,
): SingleSignOnSettings | null {
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null;
  return { issuer, clientId, clientSecret, ...more };
}

const networks = z
  .string()
  .default('')
  .transform((value) => value.split(',').map((part) => part.trim()))
  .transform((parts, context) =>
    parts
      .filter((part) => part !== '')
      .flatMap((part) => {
        const network = readNetwork(part);
        if (network === null) context.addIssue(`must be networks such as 10.1.0.0/16, which ${part} is not`);
        return network === null ? [] : [network];
      }),
  );
const redisAddress = z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// address' });

const environmentSchema = z
  .object({
    PORT: z.coerce
      .number({ error: 'must be a number' })
      .int('must be a whole number')
      .min(1, 'must be between 1 and 65535')
      .max(65535, 'must be between 1 and 65535')
      .default(3000),
    HOST: z.string().default('127.0.0.1'),
    PUBLIC_URL: httpUrl.optional(),
    ROUSE_ROLE: z.enum(['all', 'api', 'worker'], { error: 'must be all, api or worker' }).default('all'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }).optional(),
    REDIS_URL: z
      .string()
      .transform((value) => value.split(',').map((part) => part.trim()))
      .pipe(z.array(redisAddress).min(1))
      .optional(),
    ROUSE_DATA_DIR: z.string().default('.rouse'),
    ROUSE_ADMIN_TOKEN: z.string().min(32, 'must have at least 32 characters').max(256).optional(),
    ROUSE_DEMO: flag.optional(),
    TWILIO_ACCOUNT_SID: twilioAccountSid.optional(),
    TWILIO_AUTH_TOKEN: z.string().optional(),
    TWILIO_FROM: twilioNumber.optional(),
    TWILIO_API_URL: httpUrl.optional(),
    TWILIO_2_ACCOUNT_SID: twilioAccountSid.optional(),
    TWILIO_2_AUTH_TOKEN: z.string().optional(),
    TWILIO_2_FROM: twilioNumber.optional(),
    TWILIO_2_API_URL: httpUrl.optional(),
    TWILIO_SMS_PER_SECOND: perSecond,
    TWILIO_CALLS_PER_SECOND: perSecond,
    SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// address' }).optional(),
    MAIL_FROM: z.string().optional(),
    OIDC_ISSUER: issuerSchema.optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    OIDC_SCOPES: scopesSchema,
    OIDC_GROUPS_CLAIM: z.string().default('groups'),
    OIDC_ROLES: groupRolesSchema.optional(),
    OIDC_LABEL: z.string().trim().max(60, 'must have at most 60 characters').default('Single sign-on'),
    OIDC_ONLY: flag.optional(),
    OUTBOUND_ALLOWED_NETWORKS: networks,
    HEARTBEAT_URL: httpUrl.optional(),
    HEARTBEAT_SECONDS: z.coerce
      .number({ error: 'must be a number' })
      .int('must be a whole number')
      .min(1, 'must be at least 1')
      .max(3600, 'must be at most 3600')
      .default(30),
    TRUSTED_PROXIES: networks,
    RATE_LIMIT_API: perMinute(6000),
    RATE_LIMIT_INGEST: perMinute(60000),
    DATABASE_POOL_SIZE: z.coerce
      .number({ error: 'must be a number' })
      .int('must be a whole number')
      .min(5, 'must be at least 5')
      .max(1000, 'must be at most 1000')
      .default(20),
    SESSION_IDLE_HOURS: z.coerce
      .number({ error: 'must be a number of hours' })
      .int('must be a whole number')
      .min(1, 'must be at least 1')
      .max(8760, 'must be at most 8760')
      .default(72),
    SESSION_DAYS: z.coerce
      .number({ error: 'must be a number of days' })
      .int('must be a whole number')
      .min(1, 'must be at least 1')
      .max(365, 'must be at most 365')
      .default(30),
    EVENT_RETENTION_DAYS: keptDays,
    TIMELINE_RETENTION_DAYS: keptDays,
    AUDIT_RETENTION_DAYS: keptDays.default(730),
    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
        error: 'must be fatal, error, warn, info, debug, trace or silent',
      })
      .default('info'),
  })
  .superRefine(
    (environment, context) => {
      const requireTogether = (names: readonly (keyof typeof environment)[]) => {
        const present = names.filter((name) => environment[name] !== undefined);
        if (present.length === 0) return;
        for (const name of names) {
          if (environment[name] === undefined) {
            context.addIssue({
              code: 'custom',
              path: [name],
              message: `must be set too, because ${present.join(' and ')} is`,
            });
          }
        }
      };
      requireTogether(['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM']);
      requireTogether(['TWILIO_2_ACCOUNT_SID', 'TWILIO_2_AUTH_TOKEN', 'TWILIO_2_FROM']);
      const needs = (name: keyof typeof environment, other: keyof typeof environment) => {
        if (environment[name] === undefined || environment[other] !== undefined) return;
        const message = `must be set too, because ${name} is`;
        context.addIssue({ code: 'custom', path: [other], message });
      };
      needs('TWILIO_2_ACCOUNT_SID', 'TWILIO_ACCOUNT_SID');
      needs('TWILIO_2_API_URL', 'TWILIO_2_ACCOUNT_SID');
      requireTogether(['SMTP_URL', 'MAIL_FROM']);
      requireTogether(['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']);
      needs('OIDC_ROLES', 'OIDC_ISSUER');
      needs('OIDC_ONLY', 'OIDC_ISSUER');
      if (environment.DATABASE_URL === undefined && ['api', 'worker'].includes(environment.ROUSE_ROLE)) {
        context.addIssue({
          code: 'custom',
          path: ['DATABASE_URL'],
          message: `must be set when ROUSE_ROLE is ${environment.ROUSE_ROLE}: the embedded database belongs to one process`,
        });
      }
    },
    // Also when a variable is wrong by itself: all faults are told at once.
    { when: () => true },
  )
  .transform((environment) => ({
    port: environment.PORT,
    host: environment.HOST,
    publicUrl: (environment.PUBLIC_URL ?? `http://localhost:${environment.PORT}`).replace(/\/+$/, ''),
    role: environment.ROUSE_ROLE,
    databaseUrl: environment.DATABASE_URL ?? null,
    redisUrls: environment.REDIS_URL ?? null,
    dataDir: environment.ROUSE_DATA_DIR,
    adminToken: environment.ROUSE_ADMIN_TOKEN ?? null,
    demo: environment.ROUSE_DEMO ?? environment.DATABASE_URL === undefined,
    twilio: twilioAccount(
      environment.TWILIO_ACCOUNT_SID,
      environment.TWILIO_AUTH_TOKEN,
      environment.TWILIO_FROM,
      environment.TWILIO_API_URL,
    ),
    secondTwilio: twilioAccount(
      environment.TWILIO_2_ACCOUNT_SID,
      environment.TWILIO_2_AUTH_TOKEN,
      environment.TWILIO_2_FROM,
      environment.TWILIO_2_API_URL,
    ),
    twilioLimits: {
      smsPerSecond: environment.TWILIO_SMS_PER_SECOND ?? null,
      callsPerSecond: environment.TWILIO_CALLS_PER_SECOND ?? null,
    },
    mail:
      environment.SMTP_URL !== undefined && environment.MAIL_FROM !== undefined
        ? { url: environment.SMTP_URL, from: environment.MAIL_FROM }
        : null,
    singleSignOn: singleSignOn(
      environment.OIDC_ISSUER,
      environment.OIDC_CLIENT_ID,
      environment.OIDC_CLIENT_SECRET,
      {
        scopes: environment.OIDC_SCOPES,
        groupsClaim: environment.OIDC_GROUPS_CLAIM,
        roles: environment.OIDC_ROLES ?? null,
        label: environment.OIDC_LABEL,
        only: environment.OIDC_ONLY ?? false,
      },
    ),
    outboundAllowedNetworks: environment.OUTBOUND_ALLOWED_NETWORKS,
    heartbeat:
      environment.HEARTBEAT_URL === undefined
        ? null
        : { url: environment.HEARTBEAT_URL, seconds: environment.HEARTBEAT_SECONDS },
    trustedProxies: environment.TRUSTED_PROXIES,
    rateLimits: { api: environment.RATE_LIMIT_API, ingest: environment.RATE_LIMIT_INGEST },
    databasePoolSize: environment.DATABASE_POOL_SIZE,
    sessions: { idleHours: environment.SESSION_IDLE_HOURS, days: environment.SESSION_DAYS },
    retention: {
      eventDays: environment.EVENT_RETENTION_DAYS ?? null,
      timelineDays: environment.TIMELINE_RETENTION_DAYS ?? null,
      auditDays: environment.AUDIT_RETENTION_DAYS,
    },
    logLevel: environment.LOG_LEVEL,
  }));

/** Everything that can be set from outside. The one place that knows the names of environment variables. */
export type Settings = z.output<typeof environmentSchema>;

/** The settings that cannot be used: every fault at once, so that one restart is enough to mend them. */
export class SettingsFault extends Error {
  /** sysexits(3) EX_CONFIG. */
  readonly exitCode = 78;
  constructor(readonly faults: readonly { variable: string; message: string }[]) {
    super(
      `Rouse cannot start with these settings:\n${faults.map((fault) => `  ${fault.variable} ${fault.message}`).join('\n')}`,
    );
  }
}

/**
 * Reads and validates the settings. An empty variable counts as unset, as compose files write them.
 * @throws SettingsFault with every wrong variable
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = environmentSchema.safeParse(present);
  if (result.success) return result.data;
  throw new SettingsFault(
    result.error.issues.map((issue) => ({
      variable: String(issue.path[0] ?? 'environment'),
      message: issue.message,
    })),
  );
}

/** Nest's token for the validated `Settings`. */
export const SETTINGS = Symbol('settings');
