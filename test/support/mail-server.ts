import { createServer, type Socket } from 'node:net';

/** A mail as the server took it. */
export interface ReceivedMail {
  from: string;
  to: string;
  data: string;
}

/** A mail server of a test's own, which takes everything, or answers a command with what it was told to. */
export interface TestMailServer {
  url: string;
  mails: ReceivedMail[];
  /** From now on `verb` (`RCPT`, `DATA`, …) is answered with this line; `drop` cuts the connection. */
  answer(verb: string, line: string): void;
  stop(): Promise<void>;
}

/** Starts a server that speaks as much SMTP (RFC 5321) as one mail needs, on a free port of 127.0.0.1. */
export async function startMailServer(): Promise<TestMailServer> {
  const mails: ReceivedMail[] = [];
  const answers = new Map<string, string>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    converse(socket, answers, mails);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `smtp://127.0.0.1:${String(address.port)}`,
    mails,
    answer: (verb, line) => answers.set(verb, line),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function converse(socket: Socket, answers: ReadonlyMap<string, string>, mails: ReceivedMail[]): void {
  let buffer = '';
  let mail: ReceivedMail = { from: '', to: '', data: '' };
  let inData = false;
  socket.write('220 test ESMTP\r\n');
  socket.on('data', (chunk) => {
    buffer += chunk.toString('utf8');
    for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
      take(buffer.slice(0, end));
      buffer = buffer.slice(end + 2);
    }
  });

  function take(line: string): void {
    if (inData && line !== '.') {
      mail.data += `${line}\n`;
      return;
    }
    const verb = inData ? 'END' : (line.split(' ')[0] ?? '').toUpperCase();
    const told = answers.get(verb);
    if (told === 'drop') socket.destroy();
    else socket.write(`${told ?? usual(verb, line)}\r\n`);
  }

  function usual(verb: string, line: string): string {
    const address = /<(.*)>/.exec(line)?.[1] ?? '';
    if (verb === 'MAIL') mail = { from: address, to: '', data: '' };
    if (verb === 'RCPT') mail.to = address;
    if (verb === 'END') mails.push(mail);
    inData = verb === 'DATA';
    return verb === 'DATA' ? '354 go on' : verb === 'QUIT' ? '221 bye' : '250 fine';
  }
}
