import { describe, expect, it } from '@jest/globals';
import type { IntakeRequest } from './intake-request.js';
import { WaitingRequests } from './waiting-requests.js';

interface Named extends IntakeRequest {
  readonly name: string;
}

function request(serviceId: string, name: string, events = 1): Named {
  const event = {
    action: 'trigger',
    dedupKey: name,
    summary: name,
    severity: 'error',
    source: null,
    details: {},
    payload: {},
  } as const;
  return {
    name,
    integration: { serviceId, integrationId: serviceId, type: 'generic', keyNumber: 1 },
    events: Array.from({ length: events }, () => event),
  };
}

const names = (requests: readonly Named[]): string[] => requests.map(({ name }) => name);

function waiting(...requests: Named[]): WaitingRequests<Named> {
  const line = new WaitingRequests<Named>();
  for (const each of requests) line.add(each);
  return line;
}

describe('requests that wait', () => {
  it('go together over all services, each in its order', () => {
    const line = waiting(request('a', 'a1'), request('b', 'b1'), request('a', 'a2'));
    expect(names(line.takeTogether())).toEqual(['a1', 'a2', 'b1']);
    expect(line.takeTogether()).toEqual([]);
  });

  it('wait for the batch that others of their service are in', () => {
    const line = waiting(request('a', 'a1'));
    const first = line.takeTogether();
    line.add(request('a', 'a2'));
    line.add(request('b', 'b1'));
    expect(names(line.takeTogether())).toEqual(['b1']);
    line.done(first, []);
    expect(names(line.takeTogether())).toEqual(['a2']);
  });

  it('of a storm leave room for others, and then stand behind them', () => {
    const storm = Array.from({ length: 600 }, (_none, place) => request('storm', `storm ${String(place)}`));
    const line = waiting(...storm, request('b', 'b1'));
    const first = line.takeTogether();
    expect(first).toHaveLength(251);
    expect(names(first)).toContain('b1');
    line.add(request('b', 'b2'));
    line.done(first, []);
    expect(names(line.takeTogether()).slice(249, 252)).toEqual(['storm 499', 'b2']);
  });

  it('are not cut, however large', () => {
    const line = waiting(request('a', 'large', 5_000), request('b', 'b1'));
    expect(names(line.takeTogether())).toEqual(['large']);
    expect(names(line.takeTogether())).toEqual(['b1']);
  });

  it('that were left out go first, in a batch of their own, and hold back what follows', () => {
    const line = waiting(request('a', 'a1'), request('b', 'b1'), request('a', 'a2'));
    const batch = line.takeTogether();
    line.add(request('a', 'a3'));
    line.done(
      batch,
      batch.filter(({ integration }) => integration.serviceId === 'a'),
    );
    expect(line.takeTogether()).toEqual([]);
    const heldUp = line.takeHeldUp();
    expect(names(heldUp)).toEqual(['a1', 'a2', 'a3']);
    expect(line.takeHeldUp()).toEqual([]);
    line.done(heldUp, []);
    line.add(request('a', 'a4'));
    expect(names(line.takeTogether())).toEqual(['a4']);
  });
});
