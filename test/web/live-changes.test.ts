import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { pathsOldAfter } from '../../web/src/api/live-changes.js';

const kinds = [...readFileSync('docs/timeline.md', 'utf8').matchAll(/^\| `([a-z-]+\.[a-z-]+)`/gm)].map(
  ([, kind = '']) => kind,
);
const TIMELINE = '/api/v1/incidents/{id}/timeline';

describe('pathsOldAfter', () => {
  it.each(kinds)('knows that %s is another entry of the timeline', (kind) => {
    expect(pathsOldAfter(kind).some((path) => TIMELINE === path || TIMELINE.startsWith(`${path}/`))).toBe(
      true,
    );
  });

  it.each(['handoff.paged', 'latecomer.paged', 'step.started', 'incident.reassigned'])(
    'knows that %s changes whose the incident is',
    (kind) => {
      expect(pathsOldAfter(kind)).toContain('/api/v1/incidents');
    },
  );
});
