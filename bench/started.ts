/** What was started, to be stopped in reverse order whatever happens. */
export class Started {
  private readonly stops: (() => Promise<void>)[] = [];

  /** Notes how to stop what has just been started, and gives it back. */
  add<Thing extends { stop(): Promise<void> }>(thing: Thing): Thing {
    this.stops.push(() => thing.stop());
    return thing;
  }

  /** Stops everything, the last first; one that does not stop does not keep the others running. */
  async stop(): Promise<void> {
    const faults: unknown[] = [];
    for (let stop = this.stops.pop(); stop; stop = this.stops.pop()) {
      await stop().catch((fault: unknown) => faults.push(fault));
    }
    if (faults.length > 0) throw new AggregateError(faults, 'Not everything could be stopped');
  }
}
