import { describe, expect, it } from '@jest/globals';
import { callState, messageState, tellsMore } from './delivery-status.js';

describe('status callbacks out of order', () => {
  const cases: [name: string, callbacks: string[], believed: string[]][] = [
    ['in order', ['queued', 'sent', 'delivered'], ['queued', 'sent', 'delivered']],
    ['reversed', ['delivered', 'sent', 'queued'], ['delivered']],
    ['twice', ['sent', 'sent', 'delivered', 'delivered'], ['sent', 'delivered']],
    ['delivered after undelivered', ['undelivered', 'delivered'], ['undelivered']],
    ['undelivered after delivered', ['delivered', 'undelivered'], ['delivered']],
    [
      'a call in order',
      ['initiated', 'ringing', 'in-progress', 'completed'],
      ['initiated', 'ringing', 'in-progress', 'completed'],
    ],
    ['a call that ended before it rang', ['completed', 'ringing', 'in-progress'], ['completed']],
    ['unknown words', ['constructor', 'sent', 'shipped'], ['sent']],
  ];
  it.each(cases)('%s', (_name, callbacks, believed) => {
    const told: string[] = [];
    for (const status of callbacks) if (tellsMore(status, told)) told.push(status);
    expect(told).toEqual(believed);
  });
});

describe('what a status means for the page', () => {
  it.each([
    ['queued', null],
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'delivered'],
    ['undelivered', 'failed'],
    ['failed', 'failed'],
    ['constructor', null],
  ])('message %s: %s', (status, state) => {
    expect(messageState(status)).toBe(state);
  });
  it.each([
    ['initiated', false, null],
    ['ringing', false, 'sent'],
    ['in-progress', false, 'delivered'],
    ['completed', true, 'delivered'],
    ['completed', false, 'unanswered'],
    ['busy', false, 'unanswered'],
    ['no-answer', false, 'unanswered'],
    ['failed', false, 'failed'],
  ])('call %s, key pressed %s: %s', (status, keyPressed, state) => {
    expect(callState(status, keyPressed)).toBe(state);
  });
});
