import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerAddress } from 'smtp-server';

/** A mail as the server took it. */
export interface ReceivedMail {
  from: string;
  to: string;
  data: string;
}

/** The moments at which the server can be told to say no: the recipient, and the end of the message. */
type Moment = 'RCPT' | 'END';

/** A mail server of a test's own, which takes everything, or answers as it was told to. */
export interface TestMailServer {
  url: string;
  mails: ReceivedMail[];
  /** From now on this moment is answered with this line (`550 no such mailbox`); `drop` cuts the connection, null takes it. */
  answer(moment: Moment, line: string | null): void;
  stop(): Promise<void>;
}

/** Starts an SMTP server without encryption or accounts, on a free port of 127.0.0.1. */
export async function startMailServer(): Promise<TestMailServer> {
  const mails: ReceivedMail[] = [];
  const answers = new Map<Moment, string>();
  const sockets = new Set<Socket>();
  const answerAt = (moment: Moment, takeIt: (error?: Error) => void): void => {
    const told = answers.get(moment);
    if (told === 'drop') for (const socket of sockets) socket.destroy();
    else takeIt(told === undefined ? undefined : refusal(told));
  };
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (_address, _session, callback) => answerAt('RCPT', callback),
    onData: (stream, { envelope }, callback) => {
      let data = '';
      stream.on('data', (chunk: Buffer) => (data += chunk.toString('utf8')));
      stream.on('end', () => {
        if (!answers.has('END')) {
          const to = envelope.rcptTo.map(({ address }) => address).join();
          mails.push({ from: addressOf(envelope.mailFrom), to, data: data.replaceAll('\r\n', '\n') });
        }
        answerAt('END', callback);
      });
    },
  });
  // A client that hangs up in the middle is what some tests are about.
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `smtp://127.0.0.1:${String(address.port)}`,
    mails,
    answer: (moment, line) => {
      if (line === null) answers.delete(moment);
      else answers.set(moment, line);
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** `550 no such mailbox` as the server's library wants it. */
function refusal(line: string): Error {
  const [code = '', ...words] = line.split(' ');
  return Object.assign(new Error(words.join(' ')), { responseCode: Number(code) });
}

const addressOf = (from: false | SMTPServerAddress): string => (from === false ? '' : from.address);
