import type { DataSource } from 'typeorm';
import { newId } from '../../platform/database/identifier.js';
import { plainLine } from '../channels/gsm7.js';
import type { Channel, LookUpOutcome, OutgoingPage, SendOutcome } from '../channels/channel.js';
import { spellDigits } from '../channels/voice-script.js';
import type { SimulatedTraffic } from './simulated-traffic.js';

/** Calls to the simulator's phones. A page's call has its attempt's id, so that a repeat rings once. */
export class SimulatedVoiceChannel implements Channel {
  readonly provider = 'simulator';

  constructor(
    private readonly dataSource: DataSource,
    private readonly traffic: SimulatedTraffic,
  ) {}

  send(page: OutgoingPage): Promise<SendOutcome> {
    return this.ring(page.attemptId, page.address, page.pageId, []);
  }

  /** Tells the network once more: what was told to a process that is gone was told to nobody. */
  async lookUp(page: OutgoingPage): Promise<LookUpOutcome> {
    const found = await this.dataSource.query<unknown[]>('SELECT 1 FROM simulator_calls WHERE id = $1', [
      page.attemptId,
    ]);
    if (found.length === 0) return { kind: 'absent' };
    this.traffic.tell({ kind: 'call-rings', id: page.attemptId, isPage: true });
    return { kind: 'found', providerId: page.attemptId };
  }

  /** A call that only reads a text out. */
  say(address: string, text: string): Promise<SendOutcome> {
    return this.ring(newId(), address, null, [spellDigits(plainLine(text))]);
  }

  /** The phone stops ringing; a call that was picked up goes on. */
  hangUp(providerId: string): Promise<void> {
    this.traffic.tell({ kind: 'call-is-not-needed', id: providerId });
    return Promise.resolve();
  }

  private async ring(
    id: string,
    phone: string,
    pageId: string | null,
    spoken: readonly string[],
  ): Promise<SendOutcome> {
    await this.dataSource.query(
      `INSERT INTO simulator_calls (id, phone, page_id, status, spoken) VALUES ($1, $2, $3, 'ringing', $4)
       ON CONFLICT (id) DO NOTHING`,
      [id, phone, pageId, JSON.stringify(spoken)],
    );
    this.traffic.tell({ kind: 'call-rings', id, isPage: pageId !== null });
    return { kind: 'accepted', providerId: id };
  }
}
