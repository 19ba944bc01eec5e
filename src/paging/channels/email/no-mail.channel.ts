import type { Channel, LookUpOutcome, SendOutcome } from '../channel.js';

/**
 * Mail where neither SMTP nor the simulator is on: refused at once, so that the page moves on, rather than put
 * where nobody looks.
 */
export class NoMailChannel implements Channel {
  readonly provider = 'smtp';

  send(): Promise<SendOutcome> {
    return Promise.resolve({
      kind: 'refused',
      code: 'no-mail-server',
      reason: 'SMTP_URL and MAIL_FROM are not set',
      consequence: 'tell-operators',
    });
  }

  lookUp(): Promise<LookUpOutcome> {
    return Promise.resolve({ kind: 'absent' });
  }

  say(): Promise<SendOutcome> {
    return this.send();
  }
}
