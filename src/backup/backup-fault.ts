/** A backup cannot be made or restored; the message says why, and what to do about it. */
export class BackupFault extends Error {
  override readonly name = 'BackupFault';
}

/** What an error says, for a sentence of our own. */
export function saying(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
