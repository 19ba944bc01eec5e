/** A schedule that cannot be rendered at all. `scheduleFaults` finds the same beforehand, each with its path. */
export class ImpossibleScheduleError extends Error {
  readonly code = 'impossible_schedule';

  constructor(message: string) {
    super(message);
    this.name = 'ImpossibleScheduleError';
  }
}
