import { describe, expect, it } from '@jest/globals';
import { readSettings, SettingsFault } from './settings.js';

const DATABASE = 'postgres://rouse:secret@127.0.0.1:5432/rouse';
const TWILIO = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'secret',
  TWILIO_FROM: '+15005550006',
};

function faultsOf(environment: Record<string, string>): string[] {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsFault)
      return error.faults.map(({ variable, message }) => `${variable} ${message}`);
    throw error;
  }
  return [];
}

const OIDC = {
  OIDC_ISSUER: 'https://id.example.org/realms/people',
  OIDC_CLIENT_ID: 'rouse',
  OIDC_CLIENT_SECRET: 'a secret',
};

describe('settings', () => {
  it('need nothing: the defaults run on the embedded database with a demo', () => {
    expect(readSettings({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      role: 'all',
      databaseUrl: null,
      databasePoolSize: 20,
      sessions: { idleHours: 72, days: 30 },
      retention: { eventDays: null, timelineDays: null, auditDays: 730 },
      redisUrls: null,
      dataDir: '.rouse',
      adminToken: null,
      demo: true,
      twilio: null,
      secondTwilio: null,
      twilioLimits: { smsPerSecond: null, callsPerSecond: null },
      mail: null,
      singleSignOn: null,
      outboundAllowedNetworks: [],
      heartbeat: null,
      trustedProxies: [],
      rateLimits: { api: 6000, ingest: 60000 },
      logLevel: 'info',
    });
  });

  it('count an empty variable as unset, as compose files write them', () => {
    expect(readSettings({ PORT: '', DATABASE_URL: '', REDIS_URL: '', TWILIO_FROM: '' })).toEqual(
      readSettings({}),
    );
  });

  it.each<[string, Record<string, string>, object]>([
    ['a port moves the public address', { PORT: '8080' }, { port: 8080, publicUrl: 'http://localhost:8080' }],
    [
      'a public address loses its last slash',
      { PUBLIC_URL: 'https://rouse.example.org/' },
      { publicUrl: 'https://rouse.example.org' },
    ],
    [
      'a database of its own brings no demo',
      { DATABASE_URL: DATABASE },
      { databaseUrl: DATABASE, demo: false },
    ],
    ['unless it is asked for', { DATABASE_URL: DATABASE, ROUSE_DEMO: '1' }, { demo: true }],
    ['the demo can be left out', { ROUSE_DEMO: '0' }, { demo: false }],
    ['one Redis', { REDIS_URL: 'redis://a:6379' }, { redisUrls: ['redis://a:6379'] }],
    [
      'a Redis Cluster',
      { REDIS_URL: 'redis://a:6379, rediss://b:6379' },
      { redisUrls: ['redis://a:6379', 'rediss://b:6379'] },
    ],
    ['a worker', { ROUSE_ROLE: 'worker', DATABASE_URL: DATABASE }, { role: 'worker' }],
    [
      'Twilio',
      { ...TWILIO, TWILIO_API_URL: 'http://127.0.0.1:4000/' },
      {
        twilio: {
          accountSid: TWILIO.TWILIO_ACCOUNT_SID,
          authToken: 'secret',
          from: '+15005550006',
          apiUrl: 'http://127.0.0.1:4000',
        },
      },
    ],
    [
      'mail',
      { SMTP_URL: 'smtp://mail.example.org', MAIL_FROM: 'rouse@example.org' },
      { mail: { url: 'smtp://mail.example.org', from: 'rouse@example.org' } },
    ],
    [
      'single sign-on',
      OIDC,
      {
        singleSignOn: {
          issuer: 'https://id.example.org/realms/people',
          clientId: 'rouse',
          clientSecret: 'a secret',
          scopes: 'openid profile email groups',
          groupsClaim: 'groups',
          roles: null,
          label: 'Single sign-on',
          only: false,
        },
      },
    ],
    [
      'roles by group, also of groups with = in their names',
      { ...OIDC, OIDC_ROLES: 'cn=pager = admin, *=observer', OIDC_ONLY: '1' },
      {
        singleSignOn: {
          roles: [
            { group: 'cn=pager', role: 'admin' },
            { group: '*', role: 'observer' },
          ],
          only: true,
        },
      },
    ],
    [
      'an identity provider on this machine without TLS',
      { ...OIDC, OIDC_ISSUER: 'http://127.0.0.1:4000' },
      { singleSignOn: { issuer: 'http://127.0.0.1:4000' } },
    ],
    ['rates', { RATE_LIMIT_API: '1', RATE_LIMIT_INGEST: '2' }, { rateLimits: { api: 1, ingest: 2 } }],
  ])('%s', (_case, environment, expected) => {
    expect(readSettings(environment)).toMatchObject(expected);
  });

  it.each<[string, Record<string, string>, string[]]>([
    ['a port that is no number', { PORT: 'http' }, ['PORT must be a number']],
    ['a port with a fraction', { PORT: '80.5' }, ['PORT must be a whole number']],
    ['port 0', { PORT: '0' }, ['PORT must be between 1 and 65535']],
    ['a port past the last', { PORT: '65536' }, ['PORT must be between 1 and 65535']],
    [
      'a public address without a scheme',
      { PUBLIC_URL: 'rouse.example.org' },
      ['PUBLIC_URL must be an http:// or https:// address'],
    ],
    ['an unknown role', { ROUSE_ROLE: 'web' }, ['ROUSE_ROLE must be all, api or worker']],
    ['another database', { DATABASE_URL: 'mysql://a/b' }, ['DATABASE_URL must be a postgres:// address']],
    ['another queue', { REDIS_URL: 'amqp://a' }, ['REDIS_URL must be a redis:// or rediss:// address']],
    [
      'one wrong of several',
      { REDIS_URL: 'redis://a,b' },
      ['REDIS_URL must be a redis:// or rediss:// address'],
    ],
    [
      'a short admin token',
      { ROUSE_ADMIN_TOKEN: 'x'.repeat(31) },
      ['ROUSE_ADMIN_TOKEN must have at least 32 characters'],
    ],
    ['a flag that is a word', { ROUSE_DEMO: 'yes' }, ['ROUSE_DEMO must be 0 or 1']],
    [
      'a network without its length',
      { OUTBOUND_ALLOWED_NETWORKS: '10.1.0.0/16, 10.2.0.0' },
      ['OUTBOUND_ALLOWED_NETWORKS must be networks such as 10.1.0.0/16, which 10.2.0.0 is not'],
    ],
    [
      'a heartbeat to nowhere',
      { HEARTBEAT_URL: 'healthchecks' },
      ['HEARTBEAT_URL must be an http:// or https:// address'],
    ],
    ['a heartbeat without pause', { HEARTBEAT_SECONDS: '0' }, ['HEARTBEAT_SECONDS must be at least 1']],
    ['a rate of none', { RATE_LIMIT_API: '0' }, ['RATE_LIMIT_API must be at least 1']],
    ['a rate that is no number', { RATE_LIMIT_INGEST: 'many' }, ['RATE_LIMIT_INGEST must be a number']],
    [
      'an unknown log level',
      { LOG_LEVEL: 'loud' },
      ['LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent'],
    ],
    [
      'half of Twilio',
      { TWILIO_FROM: '+15005550006' },
      [
        'TWILIO_ACCOUNT_SID must be set too, because TWILIO_FROM is',
        'TWILIO_AUTH_TOKEN must be set too, because TWILIO_FROM is',
      ],
    ],
    [
      'half of a second account',
      { ...TWILIO, TWILIO_2_API_URL: 'http://127.0.0.1:4000', TWILIO_2_FROM: '+15005550007' },
      [
        'TWILIO_2_ACCOUNT_SID must be set too, because TWILIO_2_FROM is',
        'TWILIO_2_AUTH_TOKEN must be set too, because TWILIO_2_FROM is',
        'TWILIO_2_ACCOUNT_SID must be set too, because TWILIO_2_API_URL is',
      ],
    ],
    [
      'a second account without a first',
      {
        TWILIO_2_ACCOUNT_SID: TWILIO.TWILIO_ACCOUNT_SID,
        TWILIO_2_AUTH_TOKEN: 'secret',
        TWILIO_2_FROM: '+15005550007',
      },
      ['TWILIO_ACCOUNT_SID must be set too, because TWILIO_2_ACCOUNT_SID is'],
    ],
    [
      'an account that Twilio never gives',
      { ...TWILIO, TWILIO_ACCOUNT_SID: 'AC1' },
      ['TWILIO_ACCOUNT_SID must be AC and 32 hexadecimal digits'],
    ],
    [
      'a sender that is no number',
      { ...TWILIO, TWILIO_FROM: 'Rouse' },
      ['TWILIO_FROM must be a phone number such as +15005550006'],
    ],
    [
      'mail without a sender',
      { SMTP_URL: 'smtp://a.example.org' },
      ['MAIL_FROM must be set too, because SMTP_URL is'],
    ],
    [
      'mail by another protocol',
      { SMTP_URL: 'http://a', MAIL_FROM: 'a' },
      ['SMTP_URL must be an smtp:// or smtps:// address'],
    ],
    [
      'half of single sign-on',
      { OIDC_CLIENT_ID: 'rouse', OIDC_ROLES: '*=observer' },
      [
        'OIDC_ISSUER must be set too, because OIDC_CLIENT_ID is',
        'OIDC_CLIENT_SECRET must be set too, because OIDC_CLIENT_ID is',
        'OIDC_ISSUER must be set too, because OIDC_ROLES is',
      ],
    ],
    [
      'an identity provider without TLS',
      { ...OIDC, OIDC_ISSUER: 'http://id.example.org' },
      ['OIDC_ISSUER must be an https:// address, unless it is on this machine'],
    ],
    [
      'scopes that give no ID token',
      { ...OIDC, OIDC_SCOPES: 'profile email' },
      ['OIDC_SCOPES must contain openid'],
    ],
    [
      'a role that there is not',
      { ...OIDC, OIDC_ROLES: 'engineers=responder,boss=owner' },
      [
        'OIDC_ROLES must be groups with roles such as engineers=responder,*=observer, which boss=owner is not',
      ],
    ],
    [
      'a worker on the embedded database',
      { ROUSE_ROLE: 'worker' },
      ['DATABASE_URL must be set when ROUSE_ROLE is worker: the embedded database belongs to one process'],
    ],
  ])('refuse %s', (_case, environment, faults) => {
    expect(faultsOf(environment)).toEqual(faults);
  });

  it('list every fault at once, also those between variables, and carry the exit code of a wrong configuration', () => {
    const wrong = { PORT: 'x', LOG_LEVEL: 'loud', ROUSE_ROLE: 'worker', TWILIO_FROM: '+15005550006' };
    expect(faultsOf(wrong)).toEqual([
      'PORT must be a number',
      'LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent',
      'TWILIO_ACCOUNT_SID must be set too, because TWILIO_FROM is',
      'TWILIO_AUTH_TOKEN must be set too, because TWILIO_FROM is',
      'DATABASE_URL must be set when ROUSE_ROLE is worker: the embedded database belongs to one process',
    ]);
    expect(new SettingsFault([])).toMatchObject({ exitCode: 78 });
  });

  it('never repeat a value, which may be a secret', () => {
    const secret = 'hunter2-hunter2';
    expect(
      faultsOf({ ROUSE_ADMIN_TOKEN: secret, DATABASE_URL: `mysql://a:${secret}@b/c` }).join(),
    ).not.toContain(secret);
  });
});
