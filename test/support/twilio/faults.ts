/** How the next request to make a message or call goes wrong. `recorded`: whether Twilio did it all the same. */
export type Fault =
  | { kind: 'late'; ms: number }
  | { kind: 'stalled'; ms: number }
  | { kind: 'hang' }
  | { kind: 'answer'; status: number; code: number | null; recorded: boolean }
  | { kind: 'drop'; recorded: boolean };

/** What is made at an endpoint. */
export type Made = 'Messages' | 'Calls';

/** What the double was told to do wrong; each fault is used up by one request, an outage lasts until it is mended. */
export class Faults {
  private readonly next: Fault[] = [];
  private readonly outages = new Map<Made, Fault>();
  private refusedCredentials = false;
  private readonly refusals = new Map<string, number>();
  private failingLists = 0;

  /** Answers only after so long; what was asked for is done at once. */
  answerLate(ms: number, times = 1): void {
    this.add({ kind: 'late', ms }, times);
  }

  /** Does what was asked for, and answers, only after so long; by then whoever asked may have given up. */
  stall(ms: number, times = 1): void {
    this.add({ kind: 'stalled', ms }, times);
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

  /** From now on every message or every call goes wrong so, while the other endpoint works. */
  outage(what: Made, fault: Fault = { kind: 'answer', status: 500, code: null, recorded: false }): void {
    this.outages.set(what, fault);
  }

  /** From now on nothing is done and nothing answered: whoever asks waits until he gives up. */
  hang(what: Made): void {
    this.outage(what, { kind: 'hang' });
  }

  /** 20003: from now on the account's credentials are not taken. */
  refuseCredentials(): void {
    this.refusedCredentials = true;
  }

  get credentialsAreRefused(): boolean {
    return this.refusedCredentials;
  }

  /** The lists of messages and calls answer 500. */
  failLookUps(times = 1): void {
    this.failingLists += times;
  }

  /** No more faults. */
  mend(): void {
    this.next.length = 0;
    this.outages.clear();
    this.refusedCredentials = false;
    this.refusals.clear();
    this.failingLists = 0;
  }

  take(what: Made): Fault | undefined {
    return this.outages.get(what) ?? this.next.shift();
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
