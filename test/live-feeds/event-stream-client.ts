/** One event as a client of server-sent events gives it to its program. */
export interface ReceivedEvent {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** A client of a test's own, by hand after the HTML Living Standard, section 9.2.6. */
export interface EventStreamClient {
  readonly status: number;
  readonly headers: Headers;
  /** What was received so far, in order. */
  readonly events: ReceivedEvent[];
  /** The id that a client would resume with: also an event without data moves it. */
  lastEventId(): string;
  /** Lines that were comments. */
  comments(): number;
  /** The text of an answer that is no stream. */
  text: string;
  /** Resolves when the server has ended the stream; rejects when the connection broke. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Connects, and receives until it is closed. */
export async function openEventStream(
  url: string,
  token: string,
  options: { query?: string; lastEventId?: string } = {},
): Promise<EventStreamClient> {
  const leave = new AbortController();
  const response = await fetch(`${url}/api/v1/events/stream${options.query ?? ''}`, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId }),
    },
    signal: leave.signal,
  });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  const parser = eventParser();
  const { body } = response;
  const receive = async (): Promise<void> => {
    if (!isStream || body === null) return;
    for await (const text of body.pipeThrough(new TextDecoderStream())) parser.take(text);
  };
  const ended = receive();
  ended.catch(() => undefined);
  return {
    status: response.status,
    headers: response.headers,
    text: isStream ? '' : await response.text(),
    ...parser,
    ended,
    close: () => {
      leave.abort();
    },
  };
}

function eventParser() {
  const events: ReceivedEvent[] = [];
  let rest = '';
  let id = '';
  let lastId = '';
  let kind = '';
  let data = '';
  let comments = 0;
  const line = (text: string): void => {
    if (text === '') {
      lastId = id;
      if (data !== '') events.push({ id, event: kind === '' ? 'message' : kind, data: JSON.parse(data) });
      kind = '';
      data = '';
      return;
    }
    const [field, ...value] = text.split(': ');
    if (field === '') comments += 1;
    if (field === 'id') id = value.join(': ');
    if (field === 'event') kind = value.join(': ');
    if (field === 'data') data += value.join(': ');
  };
  return {
    events,
    lastEventId: () => lastId,
    comments: () => comments,
    take: (text: string): void => {
      rest += text;
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(line);
    },
  };
}
