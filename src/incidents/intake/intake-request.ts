import type { IncomingEvent } from '../incoming-event.js';

/** The way in that an event took. */
export interface IntakeIntegration {
  readonly integrationId: string;
  readonly serviceId: string;
  readonly type: string;
}

/** What one integration sent in one request: stored as a whole or not at all. */
export interface IntakeRequest {
  readonly integration: IntakeIntegration;
  readonly events: readonly IncomingEvent[];
}
