import { describe, expect, it } from '@jest/globals';
import { readAudit } from '../../script/audit.mjs';

const report = (vulnerabilities: object) => JSON.stringify({ auditReportVersion: 2, vulnerabilities });
const found = (name: string, severity: string) => ({
  [name]: {
    name,
    severity,
    range: '<2.0.0',
    via: [{ title: 'Reads any file', url: 'https://example.org/1' }, 'other'],
  },
});

describe('what the audit of packages says', () => {
  it('fails on high and critical, and on nothing less', () => {
    const text = report({
      ...found('fine', 'low'),
      ...found('so-so', 'moderate'),
      ...found('bad', 'high'),
      ...found('worse', 'critical'),
    });
    expect(readAudit(text)).toEqual({
      complaints: [
        'bad <2.0.0 (high): Reads any file https://example.org/1; by other',
        'worse <2.0.0 (critical): Reads any file https://example.org/1; by other',
      ],
      notAsked: null,
    });
    expect(readAudit(report({}))).toEqual({ complaints: [], notAsked: null });
  });

  it.each([
    ['no such address', { message: '404 Not Found', statusCode: 404 }, 'it answers 404'],
    ['another method only', { message: '405 Method Not Allowed', statusCode: 405 }, 'it answers 405'],
    ['not made yet', { statusCode: 501, error: { summary: '', detail: '' } }, 'it answers 501'],
    [
      'no network',
      { message: 'request to https://example.org failed, reason: getaddrinfo ENOTFOUND' },
      'ENOTFOUND',
    ],
    ['nobody there', { error: { code: 'ECONNREFUSED', summary: '' } }, 'ECONNREFUSED'],
    ['no time left', { error: { code: 'ETIMEDOUT' } }, 'ETIMEDOUT'],
  ])('passes where the registry cannot be asked, and says so: %s', (_case, answer, notAsked) => {
    expect(readAudit(JSON.stringify(answer))).toEqual({ complaints: [], notAsked });
  });

  it.each([
    ['no JSON', 'npm ERR!'],
    ['nothing', ''],
    ['another fault', '{"statusCode":500,"message":"broken"}'],
  ])('fails on what it does not understand: %s', (_case, text) => {
    expect(() => readAudit(text)).toThrow();
  });
});
