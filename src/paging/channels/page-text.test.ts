import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodingOf, placesOf, SEGMENT } from './gsm7.js';
import { mailText, smsLine, smsText, spokenText } from './page-text.js';

const page = {
  incidentNumber: 12,
  serviceName: 'Checkout',
  title: 'card errors above 5 %',
  severity: 'critical',
  reason: 'You are on call for Primary',
  replyCode: '417',
};
const TAIL = '\nReply 417 ack (or resolve, escalate, help)';

describe('the text of a page by SMS', () => {
  const titles: [name: string, title: string, expected: string][] = [
    ['plain', 'card errors above 5 %', 'card errors above 5 %'],
    ['typography', '“Disk” – 95 % full…', '"Disk" - 95 % full...'],
    ['line breaks and tabs', 'one\r\ntwo\tthree', 'one two three'],
    ['control characters', 'a\u0007b\u0000c', 'a b c'],
    ['bidirectional override', 'safe\u202Egnp.exe', 'safegnp.exe'],
    ['soft hyphen and zero width space', 'data\u00ADbase\u200B down', 'database down'],
    ['emoji beside words', '🔥🔥 api down 👩‍🚒', 'api down'],
    ['emoji alone', '🔥👩‍🚒', 'something is wrong (the alert has no words)'],
    ['nothing', '  ', 'something is wrong (the alert has no words)'],
    ['marks that GSM-7 has', 'Störung: Schloß, señal', 'Störung: Schloß, señal'],
    ['marks that it has not', 'błąd çıkış Čapek', 'blad cikis Capek'],
    ['decomposed marks', 'cafe\u0301', 'café'],
    ['piled marks', 'z\u0336\u0337a\u0338lgo', 'zalgo'],
    ['half a surrogate pair', 'cut \ud83d here', 'cut here'],
    ['XML', '<Say>&"hello"</Say>', '<Say>&"hello"</Say>'],
    ['mathematics', 'latency ≥ 2 µs × 3', 'latency >= 2 us x 3'],
  ];
  it.each(titles)('%s', (_name, title, expected) => {
    const text = smsText({ ...page, title });
    expect(text).toBe(`#12 Checkout: ${expected}${TAIL}`);
    expect(encodingOf(text)).toBe('gsm-7');
  });

  it('shortens a title of 1000 characters to one segment and keeps number and code', () => {
    const text = smsText({ ...page, title: 'x'.repeat(1000) });
    expect(placesOf(text, 'gsm-7')).toBe(160);
    expect(text).toContain('...');
    expect(text.startsWith('#12 Checkout: xxx')).toBe(true);
    expect(text.endsWith(TAIL)).toBe(true);
  });

  it('counts the characters that take two places', () => {
    expect(placesOf(smsText({ ...page, title: '[€]'.repeat(100) }), 'gsm-7')).toBeLessThanOrEqual(160);
  });

  it('lets both a long name and a long title be recognised', () => {
    const text = smsText({ ...page, serviceName: 'S'.repeat(300), title: 't'.repeat(300) });
    expect(text).toMatch(/^#12 S{40,}\.\.\.: t{50,}\.\.\.\n/);
  });

  it('stays in one UCS-2 segment for other scripts', () => {
    const text = smsText({ ...page, title: '支付服务错误率超过百分之五'.repeat(20) });
    expect(encodingOf(text)).toBe('ucs-2');
    expect(text.length).toBe(70);
    expect(text).toMatch(/^#12 Checkout: 支付.*…\nReply 417 ack$/);
  });

  it('holds number, code and one segment for whatever is thrown at it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.integer({ min: 1, max: 10 ** 9 }),
        (title, serviceName, incidentNumber) => {
          const text = smsText({ ...page, title, serviceName, incidentNumber });
          const encoding = encodingOf(text);
          expect(placesOf(text, encoding)).toBeLessThanOrEqual(SEGMENT[encoding]);
          expect(text.startsWith(`#${incidentNumber} `)).toBe(true);
          expect(text).toContain('\nReply 417 ack');
          expect(text.split('\n')).toHaveLength(2);
        },
      ),
    );
  });
});

describe('what a call says', () => {
  it('reads the incident, what broke and why', () => {
    expect(spokenText(page)).toEqual([
      'This is Rouse with incident 12, critical.',
      'Checkout: card errors above 5 %.',
      'You are called because you are on call for Primary.',
    ]);
  });
  it('does not read out links, pictures or essays', () => {
    const [, what] = spokenText({
      ...page,
      title: `🔥 see https://example.test/a?b=c ${'word '.repeat(200)}`,
    });
    expect(what).toMatch(/^Checkout: see a link word word/);
    expect(what?.length).toBeLessThan(230);
  });
  it('says no reason where none is given', () => {
    expect(spokenText({ ...page, reason: ' ' })).toHaveLength(2);
  });
});

describe('a page by mail', () => {
  it('keeps the subject on one line', () => {
    const { subject, text } = mailText(
      { ...page, title: 'x\r\nBcc: everyone@example.test' },
      'https://rouse.example',
    );
    expect(subject).toBe('#12 Checkout: x Bcc: everyone@example.test');
    expect(text).toContain('Acknowledge it at https://rouse.example');
  });
});

describe("Rouse's own lines", () => {
  it('keep their line breaks', () => {
    expect(smsLine('Two are open:\n417 – “Checkout”')).toBe('Two are open:\n417 - "Checkout"');
  });
});
