import { z } from 'zod';
import { utcTimeSchema } from '../../platform/http/times.js';

/** What stands at the end of a link's address. */
export const linkSecretSchema = z.string().max(200, 'is not the end of a link');

export const mailedSchema = z
  .boolean()
  .describe('Whether a mail server took the mail with the link; where it did not, hand the address over');

/** A link that was made for somebody just now; its address is told this once. */
export const sentLinkSchema = z
  .object({
    url: z.url().describe('Shown once. Whoever has it can become this person'),
    expiresAt: utcTimeSchema,
    mailed: mailedSchema,
  })
  .meta({ id: 'SentLink' });
export type SentLink = z.output<typeof sentLinkSchema>;
