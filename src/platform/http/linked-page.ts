import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/** A page, and the status that says the same to programs. */
export interface LinkedPage {
  readonly status: number;
  readonly html: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that stays text, in an element or an attribute. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

/**
 * Pages behind a link of a message, whose address is a secret: plain HTML with one style, which works without a
 * script and on any phone.
 */
export class LinkedPages {
  private readonly policy: string;

  /** @param style all of their CSS */
  constructor(private readonly style: string) {
    // No script, no picture, nothing from elsewhere; the one style by its hash, forms to this place only.
    this.policy = [
      "default-src 'none'",
      `style-src 'sha256-${createHash('sha256').update(style, 'utf8').digest('base64')}'`,
      // The empty icon that keeps browsers from asking for one.
      'img-src data:',
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; ');
  }

  /** A whole document. @param content HTML that goes into `main`; its texts are escaped already */
  html(title: string, content: string): string {
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escaped(title)} · Rouse</title>
<link rel="icon" href="data:,">
<style>${this.style}</style>
</head>
<body>
<main>
  ${content}
</main>
</body>
</html>
`;
  }

  /** Sets status and headers, and gives the body. The address goes into no cache, no index and no other site's log. */
  send(reply: FastifyReply, { status, html }: LinkedPage): string {
    void reply.status(status).headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': this.policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
    });
    return html;
  }
}
