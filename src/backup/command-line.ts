import { EmbeddedDatabaseError } from '../platform/database/embedded/embedded-database-error.js';
import { SettingsFault } from '../platform/config/settings.js';
import { BackupFault } from './backup-fault.js';

/** Where a command says what it does; its result goes there too. */
export type Print = (line: string) => void;

/**
 * Runs a command, and says in a sentence why it could not be done.
 * @returns the code to end with: 0, 1, or 78 for settings
 */
export async function runCommand(print: Print, command: () => Promise<void>): Promise<number> {
  try {
    await command();
    return 0;
  } catch (error) {
    if (error instanceof SettingsFault) {
      print(error.message);
      return error.exitCode;
    }
    if (error instanceof BackupFault || error instanceof EmbeddedDatabaseError) print(error.message);
    else print(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 1;
  }
}
