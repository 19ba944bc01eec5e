import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodingOf, placesOf, SEGMENT } from './gsm7.js';
import { bundleText, isTextOf, mailText, smsLine, smsText, spokenText } from './page-text.js';

const page = {
  incidentNumber: 12,
  serviceName: 'Checkout',
  title: 'card errors above 5 %',
  severity: 'critical',
  reason: 'You are on call for Primary',
  replyCode: '417',
  timeZone: 'Europe/Berlin',
};
const TAIL = '\ncritical\nReply 417 ack (or resolve, escalate, help)';
const LINK = 'https://pager.example.org/i/jU74IphlKbhxoZRC0aeZug';
const moment = {
  since: new Date('2026-11-21T02:12:10Z'),
  now: new Date('2026-11-21T02:17:30Z'),
  link: LINK,
  help: null,
};
const bundle = {
  count: 12,
  worst: { number: 7, title: 'card errors', serviceName: 'Checkout', severity: 'critical' },
  incidentIds: [],
};

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
    const text = smsText({ ...page, title }, null);
    expect(text).toBe(`#12 Checkout: ${expected}${TAIL}`);
    expect(encodingOf(text)).toBe('gsm-7');
  });

  it('shortens a title of 1000 characters to one segment and keeps number and code', () => {
    const text = smsText({ ...page, title: 'x'.repeat(1000) }, null);
    expect(placesOf(text, 'gsm-7')).toBe(160);
    expect(text).toContain('...');
    expect(text.startsWith('#12 Checkout: xxx')).toBe(true);
    expect(text.endsWith('\ncritical\nReply 417 ack')).toBe(true);
  });

  it('counts the characters that take two places', () => {
    expect(placesOf(smsText({ ...page, title: '[€]'.repeat(100) }, null), 'gsm-7')).toBeLessThanOrEqual(160);
  });

  it('lets both a long name and a long title be recognised', () => {
    const text = smsText({ ...page, serviceName: 'S'.repeat(300), title: 't'.repeat(300) }, null);
    expect(text).toMatch(/^#12 S{40,}\.\.\.: t{50,}\.\.\.\n/);
  });

  it('stays in one UCS-2 segment for other scripts', () => {
    const text = smsText({ ...page, title: '支付服务错误率超过百分之五'.repeat(20) }, null);
    expect(encodingOf(text)).toBe('ucs-2');
    expect(text.length).toBe(70);
    expect(text).toMatch(/^#12 Checkout: 支付.*…\ncritical\nReply 417 ack$/);
  });

  it('holds number, code and one segment for whatever is thrown at it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.integer({ min: 1, max: 10 ** 9 }),
        (title, serviceName, incidentNumber) => {
          const text = smsText({ ...page, title, serviceName, incidentNumber }, null);
          const encoding = encodingOf(text);
          expect(placesOf(text, encoding)).toBeLessThanOrEqual(SEGMENT[encoding]);
          expect(text.startsWith(`#${incidentNumber} `)).toBe(true);
          expect(text).toContain('\nReply 417 ack');
          expect(text.split('\n')).toHaveLength(3);
        },
      ),
    );
  });
});

describe('the text of a page by SMS, with its time and its link', () => {
  const WHEN = 'critical since 03:12 (5 min ago)';

  it('says what broke, since when, how bad, which reply, and where to look', () => {
    const text = smsText({ ...page, title: 'card errors' }, moment);
    expect(text).toBe(
      `#12 Checkout: card errors\n${WHEN}\nReply 417 ack (or resolve, escalate, help)\n${LINK}`,
    );
    expect(placesOf(text, 'gsm-7')).toBeLessThanOrEqual(160);
  });

  it.each([
    [
      'leaves out the other commands before it shortens',
      'card errors above 5 % in EU',
      '#12 Checkout: card errors above 5 % in EU',
    ],
    ['then shortens the title', 'x'.repeat(200), `#12 Checkout: ${'x'.repeat(45)}...`],
  ])('%s', (_name, title, first) => {
    const text = smsText({ ...page, title }, moment);
    expect(text).toBe(`${first}\n${WHEN}\nReply 417 ack\n${LINK}`);
    expect(placesOf(text, 'gsm-7')).toBeLessThanOrEqual(160);
  });

  it('takes a second segment where a long address would leave no room for words', () => {
    const long = { ...moment, link: `https://${'a'.repeat(60)}.example.org/i/jU74IphlKbhxoZRC0aeZug` };
    const text = smsText({ ...page, title: 'x'.repeat(400) }, long);
    expect(placesOf(text, 'gsm-7')).toBe(306);
    expect(text.endsWith(`\nReply 417 ack\n${long.link}`)).toBe(true);
  });

  it('takes as many segments of another script as leave room for its words', () => {
    const text = smsText({ ...page, title: '支付服务错误率超过百分之五'.repeat(20) }, moment);
    expect(encodingOf(text)).toBe('ucs-2');
    expect(text.length).toBe(134);
    expect(text.endsWith(`\nReply 417 ack\n${LINK}`)).toBe(true);
  });

  it('never loses number, code or link', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.string({ unit: 'binary', maxLength: 400 }),
        (title, serviceName) => {
          const text = smsText({ ...page, title, serviceName }, moment);
          const encoding = encodingOf(text);
          expect(placesOf(text, encoding)).toBeLessThanOrEqual(encoding === 'gsm-7' ? 160 : 201);
          expect(text).toMatch(/^#12 /);
          expect(text).toContain(`\n${WHEN}\nReply 417 ack`);
          expect(text.endsWith(`\n${LINK}`)).toBe(true);
        },
      ),
    );
  });
});

describe('somebody who asks for help, by SMS', () => {
  const help = { ...moment, help: 'Ana asks for your help: the index is gone' };

  it('says who asks and with what, and how to answer', () => {
    const text = smsText({ ...page, title: 'card errors' }, help);
    expect(text).toBe(
      `#12 Checkout: card errors\nAna asks for your help: the index is gone\nReply 417 yes or 417 no\n${LINK}`,
    );
    expect(placesOf(text, 'gsm-7')).toBeLessThanOrEqual(160);
    expect(isTextOf(page, text)).toBe(true);
  });

  it('keeps the code and the link whatever somebody has to say', () => {
    const text = smsText(page, { ...help, help: `Ana asks for your help: ${'x'.repeat(500)}` });
    expect(placesOf(text, 'gsm-7')).toBeLessThanOrEqual(306);
    expect(text.endsWith(`...\nReply 417 yes or 417 no\n${LINK}`)).toBe(true);
  });
});

describe('one SMS for many incidents', () => {
  const expected = `12 incidents, worst: #7 Checkout: card errors\ncritical since 03:12 (5 min ago)\nReply ack all\n${LINK}`;

  it('says how many, the worst, and how to answer for all', () => {
    expect(bundleText(bundle, 'Europe/Berlin', moment)).toBe(expected);
    expect(smsText({ ...page, bundle }, moment)).toBe(expected);
    expect(placesOf(expected, 'gsm-7')).toBeLessThanOrEqual(160);
  });

  it('stays in one segment', () => {
    const long = { ...bundle, worst: { ...bundle.worst, title: 't'.repeat(500) } };
    const text = bundleText(long, 'Europe/Berlin', moment);
    expect(placesOf(text, 'gsm-7')).toBe(160);
    expect(text).toMatch(/^12 incidents, worst: #7 Checkout: t+\.\.\.\ncritical since .*\nReply ack all\n/);
  });

  it('is recognised among what a provider recorded, and no other', () => {
    const body = `Sent from a trial account - ${expected}`;
    expect(isTextOf({ ...page, bundle }, body)).toBe(true);
    expect(isTextOf({ ...page, bundle: { ...bundle, count: 13 } }, body)).toBe(false);
    expect(isTextOf(page, body)).toBe(false);
    expect(isTextOf(page, smsText(page, moment))).toBe(true);
    expect(isTextOf({ ...page, replyCode: '418' }, smsText(page, moment))).toBe(false);
  });
});

describe('what a call says', () => {
  it('reads the incident, what broke and why', () => {
    expect(spokenText(page, moment)).toEqual([
      'This is Rouse with incident 12, critical.',
      'Checkout: card errors above 5 %.',
      'It began at 03:12, 5 minutes ago.',
      'You are called because you are on call for Primary.',
    ]);
  });
  it('reads how many there are, and the worst', () => {
    expect(spokenText({ ...page, bundle }, moment)).toEqual([
      'This is Rouse with 12 incidents.',
      'The worst is incident 7, critical.',
      'Checkout: card errors.',
      'It began at 03:12, 5 minutes ago.',
    ]);
  });
  it('does not read out links, pictures or essays', () => {
    const title = `🔥 see https://example.test/a?b=c ${'word '.repeat(200)}`;
    const [, what] = spokenText({ ...page, title }, null);
    expect(what).toMatch(/^Checkout: see a link word word/);
    expect(what?.length).toBeLessThan(230);
  });
  it('says no reason where none is given', () => {
    expect(spokenText({ ...page, reason: ' ' }, null)).toHaveLength(2);
  });
});

describe('a page by mail', () => {
  it('keeps the subject on one line', () => {
    const { subject, text } = mailText(
      { ...page, title: 'x\r\nBcc: everyone@example.test' },
      null,
      'https://rouse.example',
    );
    expect(subject).toBe('#12 Checkout: x Bcc: everyone@example.test');
    expect(text).toContain('Acknowledge it at https://rouse.example');
  });
  it('says since when, and has a link that answers', () => {
    const { text } = mailText(page, moment, 'https://rouse.example');
    expect(text).toContain('Incident #12, critical. Since 03:12 (5 min ago).');
    expect(text).toContain(`Acknowledge it at ${LINK}\n`);
  });
  it('names the worst of many', () => {
    const { subject, text } = mailText({ ...page, bundle }, moment, 'https://rouse.example');
    expect(subject).toBe('12 incidents, worst: #7 Checkout: card errors');
    expect(text).toContain('the worst of 12 incidents');
  });
});

describe("Rouse's own lines", () => {
  it('keep their line breaks', () => {
    expect(smsLine('Two are open:\n417 – “Checkout”')).toBe('Two are open:\n417 - "Checkout"');
  });
});
