import { describe, expect, it } from '@jest/globals';
import { InvalidBody, readEventBody } from '../event-body.js';
import { genericEventSchema, toEvent } from './generic-event.js';

function eventOf(sent: unknown) {
  const { body, received } = readEventBody(JSON.stringify(sent), genericEventSchema);
  return toEvent(body, received, 'made-up');
}

function faultsOf(sent: unknown): string[] {
  try {
    eventOf(sent);
  } catch (error) {
    if (error instanceof InvalidBody) return error.errors.map(({ path, message }) => `${path} ${message}`);
    throw error;
  }
  return [];
}

describe('a generic body', () => {
  it('needs a summary and no more', () => {
    expect(eventOf({ summary: 'Backup failed' })).toEqual({
      action: 'trigger',
      dedupKey: 'made-up',
      summary: 'Backup failed',
      severity: 'error',
      source: null,
      details: {},
      payload: { summary: 'Backup failed' },
    });
  });

  it('says more where it can', () => {
    const sent = {
      summary: 'S',
      dedupKey: 'k',
      severity: 'Warning',
      action: 'trigger',
      details: { a: 1 },
      extra: true,
    };
    expect(eventOf(sent)).toEqual({
      action: 'trigger',
      dedupKey: 'k',
      summary: 'S',
      severity: 'warning',
      source: null,
      details: { a: 1 },
      payload: sent,
    });
  });

  it.each([['acknowledge'], ['resolve']])('needs a key to %s, and no summary', (action) => {
    expect(eventOf({ action, dedupKey: 'k' })).toMatchObject({ action, dedupKey: 'k', summary: '' });
  });

  it('takes null for absent', () => {
    const sent = { summary: 'S', dedupKey: null, severity: null, action: null, details: null };
    expect(eventOf(sent)).toMatchObject({
      action: 'trigger',
      dedupKey: 'made-up',
      severity: 'error',
      details: {},
    });
  });

  it.each<[string, unknown, string[]]>([
    ['nothing in it', {}, ['summary is required']],
    ['a summary that is a number', { summary: 5 }, ['summary must be a text']],
    [
      'an unknown severity',
      { summary: 'S', severity: 'bad' },
      ['severity must be one of critical, error, warning, info'],
    ],
    [
      'an unknown action',
      { summary: 'S', action: 'x' },
      ['action must be one of trigger, acknowledge, resolve'],
    ],
    ['details that are a text', { summary: 'S', details: 'x' }, ['details must be an object']],
    ['details that are a list', { summary: 'S', details: [] }, ['details must be an object']],
    ['a key that is a number', { summary: 'S', dedupKey: 7 }, ['dedupKey must be a text']],
    [
      'a long key',
      { summary: 'S', dedupKey: 'x'.repeat(256) },
      ['dedupKey must have at most 255 characters'],
    ],
    ['a resolve without a key', { action: 'resolve' }, ['dedupKey is required']],
  ])('with %s is refused, and the field is named', (_case, sent, faults) => {
    expect(faultsOf(sent)).toEqual(faults);
  });
});
