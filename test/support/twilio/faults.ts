/** How the next request to make a message or call goes wrong. `recorded`: whether Twilio did it all the same. */
export type Fault =
  | { kind: 'late'; ms: number }
  | { kind: 'answer'; status: number; code: number | null; recorded: boolean }
  | { kind: 'drop'; recorded: boolean };

/** What the double was told to do wrong; each fault is used up by one request. */
export class Faults {
  private readonly next: Fault[] = [];
  private readonly refusals = new Map<string, number>();
  private failingLists = 0;

  /** Answers only after so long; what was asked for is done at once. */
  answerLate(ms: number, times = 1): void {
    this.add({ kind: 'late', ms }, times);
  }

  /** 429: not processed. */
  busy(times = 1): void {
    this.add({ kind: 'answer', status: 429, code: 20429, recorded: false }, times);
  }

  /** 500, after having done it or not. */
  fail({ times = 1, recorded = false, status = 500 } = {}): void {
    this.add({ kind: 'answer', status, code: null, recorded }, times);
  }

  /** Cuts the connection without an answer, after having done it or not. */
  drop({ times = 1, recorded = false } = {}): void {
    this.add({ kind: 'drop', recorded }, times);
  }

  /** Refuses everything to this number, with one of Twilio's error codes. */
  refuse(number: string, code: number): void {
    this.refusals.set(number, code);
  }

  /** The lists of messages and calls answer 500. */
  failLookUps(times = 1): void {
    this.failingLists += times;
  }

  /** No more faults. */
  mend(): void {
    this.next.length = 0;
    this.refusals.clear();
    this.failingLists = 0;
  }

  take(): Fault | undefined {
    return this.next.shift();
  }

  takeListFault(): boolean {
    if (this.failingLists === 0) return false;
    this.failingLists -= 1;
    return true;
  }

  refusalOf(number: string): number | undefined {
    return this.refusals.get(number);
  }

  private add(fault: Fault, times: number): void {
    for (let time = 0; time < times; time += 1) this.next.push(fault);
  }
}
