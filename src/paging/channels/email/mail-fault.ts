import type { SendOutcome } from '../channel.js';

/** What nodemailer tells of a mail that did not go out. */
export interface MailFault {
  /** nodemailer's code: EAUTH, EENVELOPE, ECONNECTION, ETIMEDOUT, … */
  code: string | null;
  /** The server's reply (RFC 5321 section 4.2), where it gave one. */
  responseCode: number | null;
  /** The system call that failed; `connect` when there was never a connection. */
  systemCall: string | null;
  message: string;
}

const BUSY_FOR_MS = 15_000;
/** Servers repeat whom a mail was for. The reason goes into logs and timelines, where nobody's address is told whole. */
const MAIL_ADDRESS = /[^\s<>@=:;,"']+@([^\s<>@:;,"']+)/g;

/** What a failed mail means for its page. A 4xx is passing, a 5xx final; without a reply it may have happened. */
export function outcomeOfMailFault(fault: MailFault): Exclude<SendOutcome, { kind: 'accepted' }> {
  const { code, responseCode, systemCall } = fault;
  const message = fault.message.replace(MAIL_ADDRESS, '…@$1');
  const name = responseCode === null ? (code ?? 'mail') : String(responseCode);
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    return { kind: 'refused', code: name, reason: message, consequence: 'tell-operators' };
  }
  if (responseCode !== null && responseCode >= 500) {
    // 550 and 553 to RCPT are about the mailbox; any other refusal is about this mail.
    const noMailbox = code === 'EENVELOPE' && (responseCode === 550 || responseCode === 553);
    return {
      kind: 'refused',
      code: name,
      reason: message,
      consequence: noMailbox ? 'disable-method' : 'next-channel',
    };
  }
  if (responseCode !== null && responseCode >= 400)
    return { kind: 'busy', code: name, retryAfterMs: BUSY_FOR_MS };
  if (code === 'EENVELOPE') return { kind: 'refused', code, reason: message, consequence: 'next-channel' };
  // Without a connection nothing was sent. One that was lost later may have been lost after the mail was taken.
  if (code === 'EDNS' || systemCall === 'connect') {
    return { kind: 'busy', code: code ?? 'connect', retryAfterMs: BUSY_FOR_MS };
  }
  return { kind: 'unknown', reason: `no answer from the mail server (${code ?? message})` };
}

/** Reads what nodemailer threw. */
export function readMailFault(error: unknown): MailFault {
  const message = error instanceof Error ? error.message : String(error);
  if (typeof error !== 'object' || error === null)
    return { code: null, responseCode: null, systemCall: null, message };
  return {
    code: 'code' in error && typeof error.code === 'string' ? error.code : null,
    responseCode:
      'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null,
    systemCall: 'syscall' in error && typeof error.syscall === 'string' ? error.syscall : null,
    message,
  };
}
