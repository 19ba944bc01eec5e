/** For answers that the clock alone makes old, such as who is on call: no event tells that a shift begins. */
export const BY_THE_CLOCK = { refetchInterval: 60_000 } as const;
