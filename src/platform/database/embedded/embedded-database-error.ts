/** The embedded database cannot be made, started or reached; the message says what to do about it. */
export class EmbeddedDatabaseError extends Error {
  readonly code: string = 'embedded_database_failed';
  override readonly name: string = 'EmbeddedDatabaseError';
}

/** Another running Rouse holds the data folder. `ownerPid` is its process id where it could be learned. */
export class DataFolderInUseError extends EmbeddedDatabaseError {
  override readonly code = 'data_folder_in_use';
  override readonly name = 'DataFolderInUseError';

  constructor(
    readonly dataDir: string,
    readonly ownerPid: number | undefined,
  ) {
    const owner = ownerPid === undefined ? 'another Rouse' : `another Rouse (process ${String(ownerPid)})`;
    super(
      `The data folder ${dataDir} is in use by ${owner}. ` +
        'Stop that one first, or give this one its own folder with ROUSE_DATA_DIR.',
    );
  }
}

/** The `code` of a Node system error (`ENOENT`, `EADDRINUSE`, …), undefined for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  // By its shape: an error from another realm (a vm context, as in jest) is no instance of our Error.
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
