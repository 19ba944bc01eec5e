/** Something that the simulated network has just taken. Of messages only pages are told: nobody waits for the rest. */
export type SimulatedEvent =
  | { kind: 'message-arrived'; id: string }
  | { kind: 'call-rings'; id: string; isPage: boolean }
  | { kind: 'call-is-not-needed'; id: string };

/**
 * From the channels, which only know how to hand things over, to the network, which tells what became of them.
 * In this process only: what a restart loses is found again by the attempt's look-up or its deadline.
 */
export class SimulatedTraffic {
  private listener: ((event: SimulatedEvent) => void) | null = null;

  listen(listener: (event: SimulatedEvent) => void): void {
    this.listener = listener;
  }

  tell(event: SimulatedEvent): void {
    this.listener?.(event);
  }
}
