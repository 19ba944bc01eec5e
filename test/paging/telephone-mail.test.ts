import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OutgoingPage } from '../../src/paging/channels/channel.js';
import { SmtpChannel } from '../../src/paging/channels/email/smtp.channel.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { startMailServer, type TestMailServer } from '../support/mail-server.js';

const page: OutgoingPage = {
  pageId: 'page',
  attemptId: '01890000-0000-7000-8000-000000000001',
  type: 'email',
  address: 'ana@example.org',
  replyCode: '417',
  incidentId: 'incident',
  incidentNumber: 12,
  serviceName: 'Checkout',
  title: 'card errors\r\nBcc: everyone@example.org',
  severity: 'critical',
  reason: 'You are on call for Primary',
  timeZone: 'UTC',
};

describe('pages by mail', () => {
  let server: TestMailServer;
  let channel: SmtpChannel;
  beforeEach(async () => {
    server = await startMailServer();
    channel = new SmtpChannel(
      { url: server.url, from: 'Rouse <rouse@example.org>' },
      'https://rouse.example.org',
      createLogger('silent'),
    );
  });
  afterEach(() => server.stop());

  it('go out with one subject line and an id that a repeat shares', async () => {
    expect(await channel.send(page)).toEqual({
      kind: 'accepted',
      providerId: `<${page.attemptId}@rouse.example.org>`,
    });
    const [mail] = server.mails;
    expect(mail).toMatchObject({ from: 'rouse@example.org', to: 'ana@example.org' });
    expect(mail?.data).toContain('Subject: #12 Checkout: card errors Bcc: everyone@example.org');
    expect(mail?.data).not.toMatch(/^Bcc:/m);
    expect(mail?.data).toContain('Why you: You are on call for Primary');
  });

  it.each([
    ['RCPT', '550 5.1.1 no such mailbox', { kind: 'refused', code: '550', consequence: 'disable-method' }],
    ['RCPT', '451 later', { kind: 'busy', code: '451' }],
    ['END', '554 spam', { kind: 'refused', code: '554', consequence: 'next-channel' }],
    ['RCPT', 'drop', { kind: 'unknown' }],
    ['END', 'drop', { kind: 'unknown' }],
  ] as const)('%s answered with %s', async (verb, line, outcome) => {
    server.answer(verb, line);
    expect(await channel.send(page)).toMatchObject(outcome);
    expect(server.mails).toEqual([]);
  });

  it('wait for a server that is not there', async () => {
    await server.stop();
    expect(await channel.send(page)).toMatchObject({ kind: 'busy' });
  });
});
