import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { createLogger, withLogContext } from './logger.js';
import { redactAddresses, redactPhoneNumber, redactText } from './redaction.js';

describe('redaction', () => {
  it.each([
    ['+15005550006', '+15…06'],
    ['+491511234567', '+49…67'],
    ['+12345', '+…'],
  ])('%s becomes %s', (number, shown) => {
    expect(redactPhoneNumber(number)).toBe(shown);
  });

  it.each([
    ['550 <ana.b+pager@example.org>: unknown', '550 <a…@example.org>: unknown'],
    ["The 'To' number +15005550006 is not valid", "The 'To' number +15…06 is not valid"],
    ['no answer from the mail server (ETIMEDOUT)', 'no answer from the mail server (ETIMEDOUT)'],
  ])('what a provider says, %s, becomes %s', (said, shown) => {
    expect(redactAddresses(said)).toBe(shown);
  });

  it.each([
    ['a number', 'call +15005550006 now', 'call +15…06 now'],
    ['every number', '+15005550006,+15005550007', '+15…06,+15…07'],
    ['a number in JSON', '{"to":"+15005550006"}', '{"to":"+15…06"}'],
    ['a number in an address', '/messages?to=%2B15005550006', '/messages?to=%2B15…06'],
    ['an API token', 'Bearer rouse_abcdefghijklmnop', 'Bearer rouse_ab…'],
    ['a session', '__Host-rouse=rouse_session_abcdefghijklmnop', '__Host-rouse=rouse_se…'],
    [
      'what an identity provider sends back',
      'GET /auth/single-sign-on/callback?code=4%2F0AX4XfW&state=jU74IphlKbhxoZRC0aeZug',
      'GET /auth/single-sign-on/callback?code=…&state=…',
    ],
    [
      'a sign-in under way',
      'cookie: __Host-rouse-sign-on=Zm9vYmFyYmF6; a=b',
      'cookie: __Host-rouse-sign-on=…; a=b',
    ],
    [
      'a token of an identity provider',
      '{"id_token":"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"}',
      '{"id_token":"eyJ…"}',
    ],
    ['what a webhook is signed with', 'whsec_abcdefghijklmnop-_', 'whsec_ab…'],
    [
      'a key in an ingest address',
      'POST /integrations/0123456789abcdef0123456789abcdef/generic',
      'POST /integrations/…/generic',
    ],
    [
      'the secret in a calendar’s address',
      'GET /calendar/Zm9vYmFyYmF6cXV4-_Zm9vYmFyYmF6cXV4Zm9vYmF.ics',
      'GET /calendar/….ics',
    ],
    ['the secret in a page’s link', 'GET /i/jU74IphlKbhxoZRC0aeZug', 'GET /i/…'],
    ['the secret of an invitation', 'POST /invitations/jU74IphlKbhxoZRC0aeZug', 'POST /invitations/…'],
    ['the secret of a reset', 'GET /password-resets/jU74IphlKbhxoZRC0aeZug', 'GET /password-resets/…'],
    [
      'a password in an address',
      'postgres://rouse:hunter2@db:5432/rouse',
      'postgres://rouse:…@db:5432/rouse',
    ],
    ['a routing key', '{"routing_key":"0123456789abcdef0123456789abcdef"}', '{"routing_key":"…"}'],
    [
      'a routing key in a quoted text',
      String.raw`{\"routing_key\": \"0123\"}`,
      String.raw`{\"routing_key\": \"…\"}`,
    ],
  ])('shortens %s', (_case, text, shown) => {
    expect(redactText(text)).toBe(shown);
  });

  it.each([
    ['a time', '2026-01-05T09:00:00.000+00:00'],
    ['a sum', '1+1234'],
    ['an id', '0198c0de-7f00-7000-8000-000000000000'],
    ['a filter', '/incidents?status=triggered&kind=code'],
    ['the beginning of a token, as lists show it', 'rouse_aB-_'],
    ['an address without a password', 'postgres://db:5432/rouse'],
    ['an integration by its id', '/services/0198c0de-7f00-7000-8000-000000000000/integrations'],
  ])('leaves %s alone', (_case, text) => {
    expect(redactText(text)).toBe(text);
  });
});

describe('the logger', () => {
  function linesOf(work: (logger: ReturnType<typeof createLogger>) => void): unknown[] {
    const lines: string[] = [];
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString('utf8'));
        done();
      },
    });
    work(createLogger('info', sink));
    return lines.map((line) => {
      const value: unknown = JSON.parse(line);
      return value;
    });
  }

  it('writes JSON lines that carry their occasion', () => {
    const lines = linesOf((logger) => {
      withLogContext({ requestId: 'r1' }, () => {
        withLogContext({ incidentId: 'i1' }, () => {
          logger.info({ count: 2 }, 'paged');
        });
        logger.debug('not told at this level');
      });
    });
    expect(lines).toEqual([
      { level: 'info', time: expect.any(String), requestId: 'r1', incidentId: 'i1', count: 2, msg: 'paged' },
    ]);
  });

  it('leaves out what a failed statement was given, and the row that was refused', () => {
    const driverError = Object.assign(new Error('violates check'), {
      code: '23514',
      detail: 'Failing row contains (https://hooks.example.org/T0/secret).',
    });
    const error = new QueryFailedError('INSERT INTO x VALUES ($1)', ['ana@example.org'], driverError);
    const lines = linesOf((logger) => {
      logger.error({ err: error }, 'not written');
    });
    expect(lines).toMatchObject([
      { err: { message: 'violates check', code: '23514', query: 'INSERT INTO x VALUES ($1)' } },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/hooks\.example|ana@/);
  });

  it('redacts wherever a number stands: in fields, messages and errors', () => {
    const lines = linesOf((logger) => {
      logger.error(
        { err: new Error('no route to +15005550006'), deep: { to: ['+15005550007'] } },
        'lost +15005550008',
      );
    });
    const text = JSON.stringify(lines);
    expect(text).not.toMatch(/\+1500555000\d/);
    expect(text).toContain('+15…08');
  });
});
