/** A window that holds more hand-offs than can be listed at once; a shorter one can be rendered. */
export class TooManyShiftsError extends Error {
  readonly code = 'too_many_shifts';

  constructor(readonly limit: number) {
    super(`The window holds more than ${limit} hand-offs of one layer; ask for a shorter one.`);
    this.name = 'TooManyShiftsError';
  }
}
