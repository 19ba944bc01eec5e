import { z } from 'zod';

const LONGEST = 2048;

/**
 * An address that Rouse is to post to, in its normal form: http or https, no name and password in it, at most 2048
 * characters. Whether it leads somewhere allowed is asked with `OutboundHttp.checkAddress`.
 */
export const outboundUrlSchema = z
  .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
  .transform((value) => new URL(value))
  .refine((url) => url.hostname !== '', 'must be an http:// or https:// address')
  .refine((url) => url.username === '' && url.password === '', 'must not hold a name and password')
  .transform((url) => url.href)
  .refine((href) => href.length <= LONGEST, `must not have more than ${String(LONGEST)} characters`);
