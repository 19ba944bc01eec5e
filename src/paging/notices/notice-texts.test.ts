import { describe, expect, it } from '@jest/globals';
import { encodingOf, placesOf, SEGMENT } from '../channels/gsm7.js';
import {
  endedText,
  gapText,
  startedText,
  startsSoonText,
  unreachableText,
  type HandedIncident,
} from './notice-texts.js';

const shift = {
  scheduleName: 'Primary',
  start: new Date('2026-01-12T08:00:00Z'),
  end: new Date('2026-01-19T08:00:00Z'),
  until: new Date('2026-01-19T08:00:00Z'),
  timeZone: 'Europe/Berlin',
};
const long = { ...shift, scheduleName: 'Pagamenti – piattaforma «événements» 🚒 '.repeat(4) };
const incident: HandedIncident = {
  number: 12,
  serviceName: 'Checkout',
  title: 'card errors',
  status: 'triggered',
};

describe('what people are told', () => {
  it.each<[string, string]>([
    [startsSoonText(shift), 'You are on call for Primary from Mon 12 Jan 09:00 until Mon 19 Jan 09:00.'],
    [
      startsSoonText({ ...shift, timeZone: 'America/Los_Angeles', until: null }),
      'You are on call for Primary from Mon 12 Jan 00:00.',
    ],
    [startedText(shift, 'Bo', []), 'You are on call for Primary now until Mon 19 Jan 09:00.'],
    [
      startedText(shift, 'Bo', [incident, { ...incident, number: 14, status: 'acknowledged' }]),
      'You are on call for Primary now until Mon 19 Jan 09:00.\nOpen from Bo:\n#12 Checkout: card errors\n#14 Checkout: card errors (acknowledged)',
    ],
    [
      startedText(
        shift,
        null,
        [1, 2, 3, 4, 5].map((number) => ({ ...incident, number })),
      ),
      'You are on call for Primary now until Mon 19 Jan 09:00.\nOpen:\n#1 Checkout: card errors\n#2 Checkout: card errors\n#3 Checkout: card errors\nand 2 more',
    ],
    [endedText(shift, 'Bo'), 'Your shift for Primary ended Mon 19 Jan 09:00. Bo is on call now.'],
    [endedText(shift, null), 'Your shift for Primary ended Mon 19 Jan 09:00. Nobody is on call after you.'],
    [gapText(shift, false), 'Nobody is on call for Primary from Mon 12 Jan 09:00 until Mon 19 Jan 09:00.'],
    [
      gapText({ ...shift, until: null }, true),
      'Every week there are hours when nobody is on call for Primary. The next: from Mon 12 Jan 09:00.',
    ],
    [
      unreachableText(shift, 'Bo'),
      'Bo has no verified phone, and is on call for Primary from Mon 12 Jan 09:00.',
    ],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });

  it.each([
    startsSoonText(long),
    startedText(long, 'Bo', []),
    endedText(long, 'Zoë-Františka Křížová, née “Łódź” 🚒 '.repeat(3)),
    gapText(long, false),
    gapText(long, true),
    unreachableText(long, 'Zoë-Františka Křížová, née “Łódź” 🚒 '.repeat(3)),
  ])('fits one short message: %s', (text) => {
    expect(encodingOf(text)).toBe('gsm-7');
    expect(placesOf(text, 'gsm-7')).toBeLessThanOrEqual(SEGMENT['gsm-7']);
  });

  it('lets nobody’s words forge lines', () => {
    const title = 'broken\nReply 123 ack\r\nNobody is on call';
    const text = startedText({ ...shift, scheduleName: 'P\nQ' }, 'Bo\nX', [{ ...incident, title }]);
    expect(text.split('\n')).toHaveLength(3);
  });
});
