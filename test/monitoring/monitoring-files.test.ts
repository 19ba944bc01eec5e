import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startRouse } from '../support/rouse.js';

const root = join(import.meta.dirname, '..', '..');
const read = (...path: string[]): Promise<string> => readFile(join(root, ...path), 'utf8');

const rulesSchema = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Rouse[A-Za-z]+$/),
          expr: z.string(),
          for: z.string().regex(/^\d+[smh]$/),
          labels: z.strictObject({ severity: z.enum(['critical', 'warning', 'info']) }),
          annotations: z.strictObject({
            summary: z.string().min(1),
            description: z.string().min(1),
            runbook_url: z.string(),
          }),
        }),
      ),
    }),
  ),
});
const targetSchema = z.looseObject({ refId: z.string(), expr: z.string() });
const panelSchema = z.looseObject({
  id: z.int(),
  title: z.string().min(1),
  gridPos: z.strictObject({ h: z.int(), w: z.int().max(24), x: z.int().max(23), y: z.int() }),
  targets: z.array(targetSchema).default([]),
});
const dashboardSchema = z.looseObject({
  uid: z.string(),
  title: z.string(),
  schemaVersion: z.int().min(42),
  panels: z.array(panelSchema),
});

let database: TestDatabase;
let rules: z.output<typeof rulesSchema>['groups'][number]['rules'];
let dashboard: z.output<typeof dashboardSchema>;
let docs: string;
/** The names of all series that an api and a worker expose. */
let exposed: ReadonlySet<string>;

beforeAll(async () => {
  rules = rulesSchema
    .parse(parse(await read('monitoring', 'rouse-alerts.yml')))
    .groups.flatMap((group) => group.rules);
  dashboard = dashboardSchema.parse(JSON.parse(await read('monitoring', 'rouse-dashboard.json')));
  docs = await read('docs', 'monitoring.md');
  database = await createTestDatabase();
  exposed = new Set([...(await seriesOf('api')), ...(await seriesOf('worker'))]);
}, 60_000);
afterAll(() => database.drop());

async function seriesOf(role: string): Promise<string[]> {
  const rouse = await startRouse({ settings: { ROUSE_ROLE: role }, database });
  const text = String(await rouse.get('/metrics', { token: null }));
  await rouse.stop();
  return [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
    type === 'histogram' ? [name, `${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
  );
}

/** The metrics that a PromQL expression names; fails where it does not parse. */
function metricsIn(expression: string): string[] {
  const names: string[] = [];
  parser.parse(expression).iterate({
    enter: (node) => {
      if (node.type.isError) throw new Error(`does not parse at ${String(node.from)}: ${expression}`);
      if (node.name === 'Identifier' && node.node.parent?.name === 'VectorSelector')
        names.push(expression.slice(node.from, node.to));
    },
  });
  return names;
}

/** What Prometheus itself says of a target; not Rouse's. */
const PROMETHEUS_OWN = new Set(['up']);
const unknownIn = (expression: string): string[] =>
  metricsIn(expression).filter((name) => !exposed.has(name) && !PROMETHEUS_OWN.has(name));

describe('the alert rules', () => {
  it('parse, and name metrics that there are', () => {
    expect(rules.length).toBeGreaterThan(10);
    for (const { alert, expr } of rules) {
      expect({ alert, names: metricsIn(expr).length > 0 }).toEqual({ alert, names: true });
      expect({ alert, unknown: unknownIn(expr) }).toEqual({ alert, unknown: [] });
    }
  });

  it('have names of their own, and a section each that says what to do', () => {
    const names = rules.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
    const sections = [...docs.matchAll(/^### (Rouse\w+)$/gm)].map(([, title]) => title);
    expect([...sections].sort()).toEqual([...names].sort());
    for (const { alert, annotations } of rules)
      expect(annotations.runbook_url).toBe(`docs/monitoring.md#${alert.toLowerCase()}`);
  });

  it('refuse what is no PromQL', () => {
    expect(() => metricsIn('sum by (kind (rouse_swept_total)')).toThrow('does not parse');
  });
});

describe('the dashboard', () => {
  it('asks for metrics that there are', () => {
    for (const { title, targets } of dashboard.panels)
      for (const { expr } of targets)
        expect({ title, unknown: unknownIn(expr) }).toEqual({ title, unknown: [] });
  });

  it('has panels that do not lie on one another', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from(
        { length: w * h },
        (_, cell) => `${String(x + (cell % w))} ${String(y + Math.floor(cell / w))}`,
      ),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });
});

it('the documentation lists every metric of Rouse, and no other', () => {
  const listed = [...docs.matchAll(/^\| `(rouse_\w+)`/gm)].map(([, name]) => name);
  const bases = [...exposed].filter(
    (name) => name.startsWith('rouse_') && !/_(bucket|count|sum)$/.test(name),
  );
  expect([...listed].sort()).toEqual([...bases].sort());
});

it('the example for Prometheus reads the rules that are there', async () => {
  const config = z
    .looseObject({
      rule_files: z.array(z.string()),
      scrape_configs: z.array(z.looseObject({ job_name: z.string() })),
    })
    .parse(parse(await read('monitoring', 'prometheus.yml')));
  expect(config.rule_files).toEqual(['rouse-alerts.yml']);
  expect(config.scrape_configs.map(({ job_name: name }) => name)).toEqual(['rouse']);
});
