import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { problemTitle } from './problem.js';

/** What Node's HTTP parser may say of a request; everything else it says is 400. */
const STATUS_OF: Readonly<Record<string, { status: number; detail: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, detail: 'The headers are larger than 16 KiB.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'The request took too long to arrive.' },
};
const UNREADABLE = { status: 400, detail: 'This is not a request that HTTP knows.' };

/**
 * Answers what never became a request, in the form of every other error (RFC 9457), and closes the connection: where
 * the next request on it would begin nobody knows.
 */
export function answerUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { status, detail } = STATUS_OF[error.code ?? ''] ?? UNREADABLE;
  const title = problemTitle(status);
  const body = JSON.stringify({ type: 'about:blank', title, status, detail, instance: '', errors: [] });
  if (!socket.writable) {
    socket.destroy(error);
    return;
  }
  socket.end(
    [
      `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
      'content-type: application/problem+json; charset=utf-8',
      `content-length: ${String(Buffer.byteLength(body))}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
    () => socket.destroy(error),
  );
}
