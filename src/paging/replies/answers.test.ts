import { describe, expect, it } from '@jest/globals';
import { encodingOf, placesOf } from '../channels/gsm7.js';
import {
  allAnswer,
  allSentence,
  codesOffAnswer,
  doneAnswer,
  helpAnswer,
  HELP_ANSWER,
  HINT_ANSWER,
  nothingOpenAnswer,
  tooLateSentence,
  whichOneAnswer,
  whoAnswer,
  type OpenPage,
} from './answers.js';

const open = (number: number, more: Partial<OpenPage> = {}): OpenPage => ({
  incidentId: `incident-${String(number)}`,
  userId: 'ana',
  code: String(400 + number),
  number,
  title: 'card errors',
  serviceName: 'Checkout',
  status: 'triggered',
  acknowledgedByName: null,
  responderRequestId: null,
  ...more,
});

describe('answers by SMS', () => {
  it('say what was done', () => {
    expect(doneAnswer('acknowledge', open(12))).toBe(
      'Acknowledged #12 Checkout: card errors. It is yours, nobody else is paged.',
    );
    expect(doneAnswer('resolve', open(12))).toBe('Resolved #12 Checkout: card errors.');
    expect(doneAnswer('escalate', open(12))).toBe(
      'Escalated #12 Checkout: card errors. The next step is paged now.',
    );
  });

  it('list what is open, with codes, and do not go on for ever', () => {
    expect(whichOneAnswer('resolve', [open(12), open(13)])).toBe(
      '2 pages are open. Reply with a code:\n412 resolve = #12 Checkout: card errors\n413 resolve = #13 Checkout: card errors',
    );
    const many = whichOneAnswer(
      'acknowledge',
      Array.from({ length: 9 }, (_, index) => open(index + 1)),
    ).split('\n');
    expect(many[0]).toBe('9 pages are open. Reply with a code, or ack all:');
    expect(many.at(-1)).toBe('and 4 more');
    expect(many).toHaveLength(7);
  });

  it('say who was quicker', () => {
    expect(nothingOpenAnswer('acknowledge', [])).toBe('No page is open on this phone.');
    expect(
      nothingOpenAnswer('acknowledge', [open(12, { status: 'acknowledged', acknowledgedByName: 'Bo' })]),
    ).toBe('Nothing waits for you: #12 Checkout: card errors is acknowledged by Bo already.');
    expect(allAnswer([open(12), open(13)], ['Bo has acknowledged incident #14 already.'])).toBe(
      'Acknowledged #12, #13. Bo has acknowledged incident #14 already.',
    );
    expect(tooLateSentence('Bo has acknowledged incident #12 already.')).toBe(
      'Bo has acknowledged incident 12 already. Goodbye.',
    );
  });

  it("tell who is on call, in the reader's zone", () => {
    const until = new Date('2026-01-05T08:00:00Z');
    expect(
      whoAnswer(
        [
          { scheduleName: 'Primary', personName: 'Ana', until },
          { scheduleName: 'Nights', personName: null, until: null },
        ],
        'Europe/Berlin',
      ),
    ).toBe('Primary: Ana until Mon 09:00\nNights: nobody');
    expect(whoAnswer([], 'UTC')).toBe('None of your teams has a schedule.');
  });

  it('count many incidents rather than name them', () => {
    const all = allAnswer(
      Array.from({ length: 500 }, (_, index) => open(index + 1)),
      [],
    );
    expect(all).toBe('Acknowledged all 500.');
    expect(allSentence(12, 12)).toBe('All 12 incidents are acknowledged, and yours. Goodbye.');
    expect(allSentence(10, 12)).toMatch(/^10 of 12 incidents are acknowledged/);
  });

  it('tell what became of a request for help', () => {
    expect(helpAnswer('accept', open(12))).toBe(
      'You help with #12 Checkout: card errors. Whoever asked is told.',
    );
    expect(helpAnswer('decline', open(12))).toMatch(/^You do not help with #12/);
  });

  it("say until when codes are not looked at, in the reader's zone", () => {
    const answer = codesOffAnswer(new Date('2026-01-05T08:00:00Z'), 'Europe/Berlin');
    expect(answer).toContain('until 09:00.');
    expect(placesOf(answer, 'gsm-7')).toBeLessThanOrEqual(160);
  });

  it('fit one segment', () => {
    for (const text of [
      HELP_ANSWER,
      HINT_ANSWER,
      doneAnswer('acknowledge', open(12, { title: 'é'.repeat(500) })),
    ]) {
      expect(encodingOf(text)).toBe('gsm-7');
      expect(placesOf(text, 'gsm-7')).toBeLessThanOrEqual(160);
    }
  });
});
