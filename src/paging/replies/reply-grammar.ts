/** What somebody asked for by SMS. `code` is null where none was given. */
export type Reply =
  | { kind: 'acknowledge'; code: string | null }
  | { kind: 'acknowledge-all' }
  | { kind: 'resolve'; code: string | null }
  | { kind: 'escalate'; code: string | null }
  | { kind: 'who' }
  | { kind: 'answer-request'; agrees: boolean; code: string }
  | { kind: 'answer-test'; code: string | null }
  | { kind: 'help' }
  | { kind: 'stop' }
  | { kind: 'start' }
  | { kind: 'unclear' };

/** A reply that stands or falls with its code. */
export type CodedReply = Extract<Reply, { code: string | null }> & { code: string };

/** One digit means a key of the telephone; a reply code has three digits or more. */
const CODE = /^\d{3,9}$/;

type Command = 'acknowledge' | 'resolve' | 'escalate';

const COMMANDS: Readonly<Record<string, Command>> = {
  ack: 'acknowledge',
  a: 'acknowledge',
  acknowledge: 'acknowledge',
  resolve: 'resolve',
  r: 'resolve',
  escalate: 'escalate',
  e: 'escalate',
};
/** Digits that are commands of their own, so a code beside them needs a space between. */
const DIGIT_COMMANDS: Readonly<Record<string, Command>> = { '4': 'acknowledge', '6': 'resolve' };

const WHOLE_MESSAGES: Readonly<
  Record<string, Reply['kind'] & ('who' | 'help' | 'stop' | 'start' | 'acknowledge-all')>
> = {
  who: 'who',
  help: 'help',
  info: 'help',
  ackall: 'acknowledge-all',
  acknowledgeall: 'acknowledge-all',
  aall: 'acknowledge-all',
  // The words that carriers and Twilio themselves treat as opting out and in.
  stop: 'stop',
  stopall: 'stop',
  unsubscribe: 'stop',
  cancel: 'stop',
  end: 'stop',
  quit: 'stop',
  revoke: 'stop',
  optout: 'stop',
  start: 'start',
  unstop: 'start',
};

/** A message longer than this is conversation, not a command. */
const LONGEST_COMMAND = 40;

/**
 * Reads an SMS as the table in docs/replies.md says: any case, spaces anywhere, the code before or after the
 * command. Full-width digits and letters, and the marks that telephones add ("ACK.", "#417"), are forgiven.
 * Never throws; whatever is not a command is `unclear`.
 */
export function parseReply(text: string): Reply {
  const tidy = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\u200b-\u200f\ufeff]+/g, ' ')
    .replace(/[.,:;!?"'#()<>[\]]/g, '')
    .trim();
  if (tidy.length > LONGEST_COMMAND) return { kind: 'unclear' };
  return keyWithCode(tidy.split(' ')) ?? parseJoined(tidy.replaceAll(' ', ''));
}

/** "4", "6 417", "417 4": the keys of a call, by SMS. */
function keyWithCode(words: readonly string[]): Reply | null {
  const [first, second, ...rest] = words;
  if (first === undefined || rest.length > 0) return null;
  const leading = own(DIGIT_COMMANDS, first);
  if (second === undefined) return leading ? { kind: leading, code: null } : null;
  if (leading && CODE.test(second)) return { kind: leading, code: second };
  const trailing = own(DIGIT_COMMANDS, second);
  return trailing && CODE.test(first) ? { kind: trailing, code: first } : null;
}

function parseJoined(joined: string): Reply {
  const whole = own(WHOLE_MESSAGES, joined);
  if (whole) return { kind: whole };
  const parts = /^(\d*)([a-z]+)(\d*)$/.exec(joined);
  const [, before = '', word = '', after = ''] = parts ?? [];
  if (before !== '' && after !== '') return { kind: 'unclear' };
  const code = before + after;
  if (code !== '' && !CODE.test(code)) return { kind: 'unclear' };
  const command = own(COMMANDS, word);
  if (command) return { kind: command, code: code === '' ? null : code };
  if ((word === 'yes' || word === 'no') && code !== '')
    return { kind: 'answer-request', agrees: word === 'yes', code };
  if (word === 'ok' || word === 'okay') return { kind: 'answer-test', code: code === '' ? null : code };
  return { kind: 'unclear' };
}

/** A table's own entry: "constructor" is a word like any other. */
function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
