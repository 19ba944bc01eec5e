import { describe, expect, it } from '@jest/globals';
import { askText, responderNewsText } from './responder-texts.js';

const incident = { number: 12, title: 'Disk full on db-1', serviceName: 'Checkout' };

describe('what is told of helpers', () => {
  it.each([
    ['accepted', 'Bo comes to help with #12 Checkout: Disk full on db-1'],
    ['declined', 'Bo cannot help with #12 Checkout: Disk full on db-1. Ask somebody else.'],
    [
      'expired',
      'Bo was asked to help with #12 Checkout: Disk full on db-1, and has not answered for 10 minutes. Ask somebody else.',
    ],
    ['unreachable', 'Bo could not be paged to help with #12 Checkout: Disk full on db-1. Ask somebody else.'],
  ] as const)('%s', (news, text) => {
    expect(responderNewsText(news, 'Bo', incident)).toBe(text);
  });

  it('a long title is cut', () => {
    const text = responderNewsText('accepted', 'Bo', { ...incident, title: 'x'.repeat(1000) });
    expect(text).toBe(`Bo comes to help with #12 Checkout: ${'x'.repeat(97)}...`);
  });

  it.each([
    [null, 'Ana asks for your help.'],
    ['', 'Ana asks for your help.'],
    ['the index is gone', 'Ana asks for your help: the index is gone'],
  ])('the one who is asked hears why: %j', (message, text) => {
    expect(askText('Ana', message)).toBe(text);
  });
});
