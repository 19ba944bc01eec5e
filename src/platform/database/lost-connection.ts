import type { ClientBase } from 'pg';

/**
 * Lets the process outlive the loss of this connection. node-postgres tells of it twice: whoever waits for an answer gets an
 * error, and the connection has an event, which ends the process where nobody listens. A pool listens as long as nobody
 * uses the connection; not everybody who uses one does (BullMQ, when it looks at its tables).
 */
export function outliveLoss(client: ClientBase): void {
  client.on('error', () => undefined);
}
