/** A line for the program's log. */
export interface EmbeddedDatabaseLogLine {
  level: 'info' | 'warn' | 'error';
  message: string;
}
