import fc, { type Arbitrary } from 'fast-check';
import type { DescribedApi, Schema } from './described-api.js';
import { KIND_OF_FIELD, type KnownThings } from './known-things.js';

/** Made-up ids: of the right form, and of none. */
const MADE_UP = [
  '0190a000-0000-7000-8000-000000000000',
  'nothing',
  '',
  '0',
  "' OR 1=1 --",
  '../../etc/passwd',
];

/** Texts that have broken programs. */
export const ODD_TEXTS = [
  '',
  ' ',
  'a\u0000b',
  'half \ud800 a pair',
  '\u202Egnp.exe',
  'e\u0301'.repeat(200),
  '👩‍👩‍👧‍👦'.repeat(50),
  '<script>alert(1)</script>',
  "'; DROP TABLE users; --",
  '=HYPERLINK("http://127.0.0.1/","x")',
  '${7*7}{{7*7}}%s%n',
  'a\r\nBEGIN:VEVENT\r\nBcc: x@example.org',
  '\u001b[31m\u0007',
  '\uFFFF\uFEFF\u2028',
  '__proto__',
  '9'.repeat(400),
] as const;

const ODD_NUMBERS = [-1, 0, 0.5, 2 ** 31, 2 ** 53, 9_223_372_036_854_775_807, 1e308, -1e308, 5e-324];

const PHONES = ['+15005550006', '+15551000001', '+15551000002'];
const DAY_MS = 86_400_000;

const times = fc
  .integer({ min: -2 * DAY_MS, max: 40 * DAY_MS })
  .map((ms) => new Date(Date.now() + ms).toISOString());

/** Fields whose schema says `string` and means something: texts that a person would write there. */
const MEANT: Readonly<Record<string, Arbitrary<unknown>>> = {
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'),
  startsAt: fc.constantFrom('2026-01-05T09:00', '2026-03-29T02:30', '2027-01-01T00:00'),
  endsAt: fc.constantFrom('2027-06-07T09:00', '2026-02-02T00:00'),
  handoff: fc.constantFrom(
    'FREQ=WEEKLY;BYDAY=MO',
    'FREQ=DAILY',
    'FREQ=MONTHLY;BYMONTHDAY=1',
    'FREQ=HOURLY;INTERVAL=8',
  ),
  shiftDuration: fc.constantFrom('P1D', 'PT12H', 'P7D'),
  start: times,
  end: times,
  at: times,
  email: fc.oneof(
    { weight: 4, arbitrary: fc.nat(1e9).map((number) => `fuzz.${String(number)}@example.org`) },
    fc.constant('ana@example.org'),
  ),
  address: fc.oneof(
    fc.nat(9_999_999).map((number) => `+1555${String(number).padStart(7, '0')}`),
    fc.nat(1e9).map((number) => `fuzz.${String(number)}@example.org`),
    fc.constant('http://127.0.0.1:49151/hook/0123456789abcdefghij'),
  ),
  // Nothing but loopback is ever asked for, whatever the schema allows.
  url: fc.constantFrom('http://127.0.0.1:49151/hook/abcdefghij0123456789', 'http://127.0.0.1:49151/'),
  code: fc.constantFrom('1234', '123456', '000000'),
  password: fc.constantFrom('nine muddy boots by the door', 'short'),
  currentPassword: fc.constant('eleven wet coats on the hook'),
  newPassword: fc.constant('nine muddy boots by the door'),
  from: fc.constantFrom('09:00', '22:00'),
  to: fc.constantFrom('17:00', '06:00'),
  From: fc.constantFrom(...PHONES),
  To: fc.constantFrom(...PHONES),
  dedupKey: fc.constantFrom('one', 'two', 'three'),
  dedup_key: fc.constantFrom('one', 'two', 'three'),
};

/** Makes values out of the schemas of the API. */
export class Bodies {
  constructor(
    private readonly api: DescribedApi,
    private readonly things: KnownThings,
  ) {}

  /** Values that fit the schema; where it stands in another says what is meant. */
  fitting(given: Schema, field = '', within: Readonly<Record<string, unknown>> = {}): Arbitrary<unknown> {
    const schema = this.api.resolve(given);
    const value = this.value(schema, field, within);
    return schema.nullable === true ? fc.oneof({ weight: 3, arbitrary: value }, fc.constant(null)) : value;
  }

  private value(
    schema: Exclude<Schema, { $ref: string }>,
    field: string,
    within: Readonly<Record<string, unknown>>,
  ): Arbitrary<unknown> {
    const either = schema.oneOf ?? schema.anyOf;
    if (either !== undefined && either.length > 0)
      return fc.oneof(...either.map((one) => this.fitting(one, field, within)));
    if (schema.allOf?.[0] !== undefined) return this.fitting(schema.allOf[0], field, within);
    if (schema.enum !== undefined && schema.enum.length > 0) {
      const values: readonly unknown[] = schema.enum;
      return fc.constantFrom(...values);
    }
    switch (schema.type) {
      case 'object':
        return this.object(schema);
      case 'array':
        return fc.array(this.fitting(schema.items ?? {}, field), {
          minLength: schema.minItems ?? 0,
          maxLength: Math.min(schema.maxItems ?? 3, (schema.minItems ?? 0) + 2),
        });
      case 'integer':
      case 'number':
        return fc.integer({
          min: schema.minimum ?? 0,
          max: Math.max(schema.minimum ?? 0, Math.min(schema.maximum ?? 1e6, 1e6)),
        });
      case 'boolean':
        return fc.boolean();
      case 'string':
        return this.text(schema, field, within);
      default:
        return fc.jsonValue({ maxDepth: 3 });
    }
  }

  private object(schema: Exclude<Schema, { $ref: string }>): Arbitrary<unknown> {
    const required = schema.required ?? [];
    const properties = Object.entries(schema.properties ?? {});
    const kind = properties.find(([name]) => name === 'type')?.[1];
    const kinds = kind === undefined ? [] : (this.api.resolve(kind).enum ?? []);
    const members = properties.map(
      ([name, inner]) => [name, this.fitting(inner, name, { type: kinds[0] })] as const,
    );
    if (members.length === 0)
      return fc.dictionary(fc.string({ maxLength: 20 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
    const model = Object.fromEntries(members);
    const requiredKeys = required.filter((name) => name in model);
    const optional = Object.keys(model).filter((name) => !requiredKeys.includes(name));
    const needed = Object.fromEntries(members.filter(([name]) => requiredKeys.includes(name)));
    return fc
      .oneof(
        fc.record(needed, { noNullPrototype: true }),
        ...optional.map((name) =>
          fc.record({ ...needed, [name]: model[name] ?? fc.constant(null) }, { noNullPrototype: true }),
        ),
        fc.record(model, { requiredKeys, noNullPrototype: true }),
      )
      .map(agreeing);
  }

  private text(
    schema: Exclude<Schema, { $ref: string }>,
    field: string,
    within: Readonly<Record<string, unknown>>,
  ): Arbitrary<string> {
    const kind = field === 'id' ? KIND_OF_FIELD[String(within['type'])] : KIND_OF_FIELD[field];
    if (kind !== undefined) return someOf(this.things.lasting(kind), this.things.passing(kind), 6);
    if (field === 'routing_key')
      return someOf(this.things.lasting('integrations by key'), ['x'.repeat(32)], 6);
    if (schema.format === 'date-time') return times;
    if (schema.format === 'e164') return fc.constantFrom(...PHONES);
    const meant = schema.pattern === undefined || field === 'code' ? MEANT[field] : undefined;
    if (meant !== undefined)
      return meant.map(String).filter((text) => text.length <= (schema.maxLength ?? text.length));
    if (schema.format === 'email') return fc.nat(1e9).map((number) => `fuzz.${String(number)}@example.org`);
    if (schema.format === 'uri') return fc.constant('http://127.0.0.1:49151/');
    if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern, 'u'));
    const longest = Math.min(schema.maxLength ?? 60, 200);
    const shortest = Math.min(schema.minLength ?? 0, longest);
    return fc
      .oneof(
        fc.string({ minLength: shortest, maxLength: longest }),
        fc.string({ unit: 'grapheme', minLength: shortest, maxLength: longest }),
        fc.constantFrom(...ODD_TEXTS),
      )
      .filter((text) => isStorable(text) && text.trim().length >= shortest && text.length <= longest);
  }
}

const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Mostly of the first; of the others where there are none. */
export function someOf(
  first: readonly string[],
  others: readonly string[],
  weight: number,
): Arbitrary<string> {
  if (first.length === 0) return fc.constantFrom(...(others.length === 0 ? MADE_UP : others));
  const common = fc.constantFrom(...first);
  return others.length === 0 ? common : fc.oneof({ weight, arbitrary: common }, fc.constantFrom(...others));
}

const PHONE = /^\+1/;

/** The same, with members that say something together: an end after its start, an address of its type. */
function agreeing(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { start, end, from, to, type, address } = value;
  const agreed: Record<string, unknown> = { ...value };
  const inOrder = (first: string, earlier: unknown, second: string, later: unknown) => {
    if (typeof earlier !== 'string' || typeof later !== 'string' || earlier <= later) return;
    agreed[first] = later;
    agreed[second] = earlier;
  };
  inOrder('start', start, 'end', end);
  inOrder('from', from, 'to', to);
  if (typeof address === 'string' && (type === 'sms' || type === 'voice') !== PHONE.test(address))
    agreed['type'] = PHONE.test(address) ? 'sms' : address.startsWith('http') ? 'webhook' : 'email';
  return agreed;
}

/** A body that fitted, as text, with one thing wrong. */
export function nearly(body: Arbitrary<unknown>): Arbitrary<string> {
  return fc.oneof(
    {
      weight: 8,
      arbitrary: body.chain((value) => oneThingOther(value)).map((value) => JSON.stringify(value)),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(body, fc.constantFrom(...SPOILT))
        .map(([value, spoil]) => spoil(JSON.stringify(value))),
    },
  );
}

/** What no value of JavaScript says, but a text may. */
const SPOILT: readonly ((text: string) => string)[] = [
  (text) => text.slice(0, -1),
  (text) => `${text}}`,
  (text) => text.replace('{', '{"__proto__":{"role":"admin"},'),
  (text) => text.replace('{', '{"constructor":{"prototype":{"role":"admin"}},'),
  (text) => text.replace('{', '{"name":"twice",'),
  (text) => text.replace(/\d+/, '1e999'),
  () => '[]',
  () => 'null',
  () => '"text"',
  () => '17',
  () => `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
  () => `{"name":"${'x'.repeat(100_000)}"}`,
];

const OTHERS: readonly unknown[] = [
  null,
  true,
  'text',
  {},
  [],
  [[]],
  [null],
  { a: { b: 'c' } },
  'x'.repeat(70_000),
  Array.from({ length: 3_000 }, () => 'x'),
  ...ODD_NUMBERS,
  ...ODD_TEXTS,
  ...MADE_UP,
];

/** The same value, but one place in it holds something else, or is gone, or has a neighbour that nobody knows. */
function oneThingOther(value: unknown): Arbitrary<unknown> {
  const places = placesOf(value);
  const other = fc.constantFrom(...OTHERS);
  if (places.length === 0) return other;
  return fc
    .tuple(fc.constantFrom(...places), other, fc.constantFrom('replace', 'replace', 'remove', 'add'))
    .map(([place, put, how]) => changedAt(value, place, put, how));
}

type Place = readonly (string | number)[];

function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : Object.entries(value);
  return inner.flatMap(([key, member]) => [[...at, key], ...placesOf(member, [...at, key])]);
}

function changedAt(value: unknown, [key, ...rest]: Place, put: unknown, how: string): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return put;
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) =>
      index !== key
        ? [item]
        : rest.length > 0
          ? [changedAt(item, rest, put, how)]
          : how === 'remove'
            ? []
            : [put],
    );
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
      if (name !== key) return [[name, member]];
      if (rest.length > 0) return [[name, changedAt(member, rest, put, how)]];
      if (how === 'remove') return [];
      return how === 'add'
        ? [
            [name, member],
            [`${name}2`, put],
          ]
        : [[name, put]];
    }),
  );
}
