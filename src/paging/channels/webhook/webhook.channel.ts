import { newId } from '../../../platform/database/identifier.js';
import type { Channel, LookUpOutcome, OutgoingPage, SendOutcome } from '../channel.js';
import { plainLine } from '../gsm7.js';
import type { WebhookPosts } from './webhook-posts.js';

/** Pages to a person's own webhook: a chat bot, a pager of their own, a script. */
export class WebhookChannel implements Channel {
  readonly provider = 'webhook';

  constructor(private readonly posts: WebhookPosts) {}

  send(page: OutgoingPage): Promise<SendOutcome> {
    const {
      pageId: id,
      incidentNumber: number,
      serviceName,
      severity,
      reason,
      replyCode,
      bundle,
      moment,
    } = page;
    const title = plainLine(page.title);
    const content = {
      id,
      type: 'page' as const,
      text: `#${number} ${plainLine(serviceName)}: ${title}`,
      incident: { id: page.incidentId, number, title, severity, serviceName },
      reason,
      replyCode,
      link: moment?.link ?? null,
      since: moment?.since.toISOString() ?? null,
      ...(bundle === undefined ? {} : { bundle }),
    };
    return this.posts.post(page.address, content, page.attemptId);
  }

  /** A receiver keeps no list that Rouse could read: nobody can say, so the next channel is tried. */
  lookUp(): Promise<LookUpOutcome> {
    return Promise.resolve({ kind: 'unanswered', reason: 'a webhook does not tell what it took' });
  }

  say(address: string, text: string): Promise<SendOutcome> {
    const id = newId();
    return this.posts.post(address, { id, type: 'message', text }, id);
  }
}
