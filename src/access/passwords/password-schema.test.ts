import { describe, expect, it } from '@jest/globals';
import { ownWordIn, passwordSchema } from './password-schema.js';

describe('passwordSchema', () => {
  it.each([
    'twelve chars',
    'nine muddy boots by the door',
    'пароль для дежурств',
    '🐈🐕🐎🐖🐄🐓🦆🦉🐸🐢🐍🦎',
    `ab c${'d'.repeat(1019)}e`,
  ])('takes %j', (password) => {
    expect(passwordSchema.safeParse(password).success).toBe(true);
  });

  it.each([
    ['', 'must have at least 12 characters'],
    ['elevenchars', 'must have at least 12 characters'],
    ['🐈🐕🐎🐖🐄🐓', 'must have at least 12 characters'],
    ['abcde'.repeat(205), 'must have at most 1024 characters'],
    ['Password1234', 'everybody tries first'],
    ['aaaaaaaaaaaaaaaa', 'everybody tries first'],
    ['121212121212', 'everybody tries first'],
    ['my Rouse is fine', 'must not contain rouse'],
    [123456789012, 'expected string'],
  ])('refuses %j', (password, message) => {
    const result = passwordSchema.safeParse(password);
    expect(result.error?.issues.map((issue) => issue.message).join()).toContain(message);
  });
});

describe('ownWordIn', () => {
  it.each([
    ['Alvarez likes rain', 'alvarez@example.com', 'alvarez'],
    ['nine muddy boots', 'alvarez@example.com', null],
    ['bo has nine boots', 'bo@example.com', null],
  ])('%j of %s', (password, email, word) => {
    expect(ownWordIn(password, email)).toBe(word);
  });
});
