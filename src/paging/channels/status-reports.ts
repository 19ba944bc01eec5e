import { Injectable } from '@nestjs/common';
import { callState, isFinal, messageState, tellsMore } from './twilio/delivery-status.js';
import { PageReceipts } from './page-receipts.js';
import { ProviderRequests } from './provider-requests.js';

/** A provider's word on how far a message or call has come, with its own name for the state. */
export interface StatusReport {
  provider: string;
  providerId: string;
  kind: 'message' | 'call';
  status: string;
  errorCode: string | null;
}

const STATUS = 'status:';
const ANSWERED_BY_KEY = 'answered-by-key';

/** Passes on to the engine what providers report, each state once and never backwards. */
@Injectable()
export class StatusReports {
  constructor(
    private readonly requests: ProviderRequests,
    private readonly receipts: PageReceipts,
  ) {}

  /** Takes one report. Noted after the engine has it: a crash between makes it come twice, not never. */
  async take(report: StatusReport): Promise<void> {
    const { provider, providerId, status } = report;
    const events = await this.requests.eventsOf(provider, providerId);
    const before = events
      .filter((event) => event.startsWith(STATUS))
      .map((event) => event.slice(STATUS.length));
    if (!tellsMore(status, before)) return;
    const state =
      report.kind === 'message' ? messageState(status) : callState(status, events.includes(ANSWERED_BY_KEY));
    if (state !== null) {
      const isOver = report.kind === 'call' && isFinal(status) ? { isOver: true as const } : {};
      await this.receipts.record({ provider, providerId, state, errorCode: report.errorCode, ...isOver });
    }
    await this.requests.remember(provider, providerId, `${STATUS}${status}`);
  }

  /** Notes that somebody pressed a key that answers, so that the end of the call is not taken for silence. */
  async keyWasPressed(provider: string, callId: string): Promise<void> {
    await this.requests.remember(provider, callId, ANSWERED_BY_KEY);
  }
}
