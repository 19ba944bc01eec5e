/**
 * Of a JSON line: its escaped control characters but the line feed, which stacks have, and what stands in it as it is and
 * moves a terminal's cursor, ends a line, or turns the direction of writing. An escaped backslash is left as it is.
 */
const UNSHOWABLE =
  /\\\\|\\(?:u00[01][0-9a-f]|[bfrt])|[\u007F-\u009F\u200E\u200F\u061C\u2028\u2029\u202A-\u202E\u2066-\u2069]/gi;

/** A log line that may be shown at a terminal: nobody's name or error can recolour it, clear it, or write over it. */
export const showableLine = (line: string): string =>
  line.replace(UNSHOWABLE, (found) => (found === '\\\\' ? found : '\uFFFD'));

/** A message of several lines is one message: what follows its first line cannot be taken for the next record. */
export const indentedMessage = (message: string): string => message.replaceAll('\n', '\n    ');
