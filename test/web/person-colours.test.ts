import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { colourOf } from '../../web/src/design/person-colour.js';

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/** How eyes see linear sRGB: Machado, Oliveira and Fernandes (2009), severity 1. */
const EYES: Readonly<Record<string, Matrix>> = {
  'no deficiency': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Linear sRGB to the cone answers of OKLab, and these to its axes (Ottosson, 2020). */
const TO_CONES: Matrix = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const TO_AXES: Matrix = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];

const times = ([a, b, c]: Matrix, [x, y, z]: Triple): Triple => {
  const row = ([p, q, r]: Triple) => p * x + q * y + r * z;
  return [row(a), row(b), row(c)];
};

function each([x, y, z]: Triple, change: (part: number) => number): Triple {
  return [change(x), change(y), change(z)];
}

function linear(hex: string): Triple {
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return each([part(1), part(3), part(5)], (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
}

const seen = (hex: string, eyes: Matrix): Triple => {
  const colour = each(times(eyes, linear(hex)), (part) => Math.min(1, Math.max(0, part)));
  return times(TO_AXES, each(times(TO_CONES, colour), Math.cbrt));
};

/** The distance of two colours in OKLab, in hundredths; 2 can just be told apart side by side. */
function difference(one: string, other: string, eyes: Matrix): number {
  const [a, b] = [seen(one, eyes), seen(other, eyes)];
  return 100 * Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [red, green, blue] = linear(hex);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const [light = '', dark = ''] = readFileSync(
  new URL('../../web/src/design/tokens.css', import.meta.url),
  'utf8',
).split(":root[data-mantine-color-scheme='dark']");

describe.each([
  ['light', light],
  ['dark', dark],
])('the colours of people, %s', (_, css) => {
  const colours = [...css.matchAll(/--rouse-person-\d+: (#[0-9a-f]{6});/g)].map(([, hex = '']) => hex);
  const initials = /--rouse-on-person: (#[0-9a-f]{6});/.exec(css)?.[1] ?? '';
  const pairs = colours.flatMap((one, place) =>
    colours.slice(place + 1).map((other, behind) => {
      const apart = behind + 1;
      return { one, other, steps: Math.min(apart, colours.length - apart) };
    }),
  );

  it('are twelve, on which initials can be read', () => {
    expect(colours).toHaveLength(12);
    for (const colour of colours) expect(contrast(colour, initials)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.entries(EYES))('stay apart: %s', (_sight, eyes) => {
    const closest = (among: typeof pairs) =>
      Math.min(...among.map(({ one, other }) => difference(one, other, eyes)));
    expect(closest(pairs)).toBeGreaterThan(4.4);
    // Dealt one after the other, so often in one team.
    expect(closest(pairs.filter(({ steps }) => steps <= 3))).toBeGreaterThan(8);
  });
});

describe('the colour of a person', () => {
  it('is the one that the server dealt, or one of the twelve by the id', () => {
    expect(colourOf({ id: 'a', colour: 7 })).toBe('var(--rouse-person-7)');
    expect(colourOf({ id: '0193a0b2' })).toMatch(/^var\(--rouse-person-(?:\d|1[01])\)$/);
  });
});
