/** Codes have three digits while that leaves room, so that they are quick to type and never the keys 4, 5 and 6. */
const SHORTEST = 3;

/**
 * Chooses a reply code that is unique among those that a phone has taken.
 * @param taken the codes that this phone has taken
 * @param random a number in [0, 1)
 */
export function chooseReplyCode(taken: ReadonlySet<string>, random: () => number): string {
  for (let digits = SHORTEST; ; digits += 1) {
    const lowest = 10 ** (digits - 1);
    const count = 9 * lowest;
    const free = count - [...taken].filter((code) => code.length === digits).length;
    // Half full is full: guessing a free one stays quick.
    if (free < count / 2) continue;
    for (;;) {
      const code = String(lowest + Math.floor(random() * count));
      if (!taken.has(code)) return code;
    }
  }
}
