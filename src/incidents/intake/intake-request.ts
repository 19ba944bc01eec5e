import type { IncomingEvent } from '../incoming-event.js';

/** The way in that an event took. */
export interface IntakeIntegration {
  readonly integrationId: string;
  readonly serviceId: string;
  readonly type: string;
  /** Which of its keys it was; they are counted. */
  readonly keyNumber: number;
}

/** Names a key of an integration. */
export const keyName = ({
  integrationId,
  keyNumber,
}: Pick<IntakeIntegration, 'integrationId' | 'keyNumber'>): string => `${integrationId}.${String(keyNumber)}`;

/** What one integration sent in one request: stored as a whole or not at all. */
export interface IntakeRequest {
  readonly integration: IntakeIntegration;
  readonly events: readonly IncomingEvent[];
}
