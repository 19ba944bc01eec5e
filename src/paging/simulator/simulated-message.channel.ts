import type { DataSource } from 'typeorm';
import { newId } from '../../platform/database/identifier.js';
import type { Channel, LookUpOutcome, OutgoingPage, SendOutcome } from '../channels/channel.js';
import { mailText, smsLine, smsText } from '../channels/page-text.js';
import type { SimulatedTraffic } from './simulated-traffic.js';

/** SMS, and mail where there is no mail server, into the simulator's phones. A page's message has its attempt's id. */
export class SimulatedMessageChannel implements Channel {
  readonly provider = 'simulator';

  constructor(
    private readonly type: 'sms' | 'email',
    private readonly dataSource: DataSource,
    private readonly traffic: SimulatedTraffic,
    private readonly publicUrl: string,
  ) {}

  async send(page: OutgoingPage): Promise<SendOutcome> {
    const outcome = await this.put(page.attemptId, page.address, this.textOf(page));
    this.traffic.tell({ kind: 'message-arrived', id: page.attemptId });
    return outcome;
  }

  /** Tells the network once more: what was told to a process that is gone was told to nobody. */
  async lookUp(page: OutgoingPage): Promise<LookUpOutcome> {
    const found = await this.dataSource.query<unknown[]>('SELECT 1 FROM simulator_messages WHERE id = $1', [
      page.attemptId,
    ]);
    if (found.length === 0) return { kind: 'absent' };
    this.traffic.tell({ kind: 'message-arrived', id: page.attemptId });
    return { kind: 'found', providerId: page.attemptId };
  }

  say(address: string, text: string): Promise<SendOutcome> {
    return this.put(newId(), address, smsLine(text));
  }

  private textOf(page: OutgoingPage): string {
    const moment = page.moment ?? null;
    if (this.type === 'sms') return smsText(page, moment);
    const { subject, text } = mailText(page, moment, this.publicUrl);
    return `${subject}\n\n${text}`;
  }

  private async put(id: string, phone: string, body: string): Promise<SendOutcome> {
    await this.dataSource.query(
      `INSERT INTO simulator_messages (id, type, direction, phone, body) VALUES ($1, $2, 'to-phone', $3, $4)
       ON CONFLICT (id) DO NOTHING`,
      [id, this.type, phone, body],
    );
    return { kind: 'accepted', providerId: id };
  }
}
