/** How many colours `tokens.css` has for people. */
const COLOURS = 12;

/**
 * The colour of a person, the same everywhere and for good: the one that the server dealt them, so that people of one team
 * seldom share one. Whoever is not in the directory (a program, somebody who left) has one by their id. A CSS value.
 */
export function colourOf({ id, colour }: { readonly id: string; readonly colour?: number }): string {
  return `var(--rouse-person-${String(colour ?? colourById(id))})`;
}

function colourById(id: string): number {
  let sum = 0;
  for (const sign of id) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 65_521;
  return sum % COLOURS;
}
