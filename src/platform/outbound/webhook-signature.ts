import { createHmac, randomBytes } from 'node:crypto';

/** The header that carries `signWebhook`. */
export const SIGNATURE_HEADER = 'Rouse-Signature';

/** A new secret to sign with: 256 random bits, shown once to whoever receives. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64url')}`;

/**
 * What proves to a receiver that a request is Rouse's and new: `t=<seconds>,v1=<hex>`, where the second is
 * HMAC-SHA256 (RFC 2104) over `<seconds>.<body>` with the secret as UTF-8. The receiver refuses old times.
 * @param timestampSeconds since 1970
 * @param body exactly as it is sent
 */
export function signWebhook(secret: string, timestampSeconds: number, body: string): string {
  return signWebhookForAll([secret], timestampSeconds, body);
}

/** The same for receivers that share one address: a `v1` for each secret, of which one must match. */
export function signWebhookForAll(
  secrets: readonly string[],
  timestampSeconds: number,
  body: string,
): string {
  const signed = `${String(timestampSeconds)}.${body}`;
  const signatures = secrets.map(
    (secret) => `v1=${createHmac('sha256', secret).update(signed, 'utf8').digest('hex')}`,
  );
  return [`t=${String(timestampSeconds)}`, ...signatures].join(',');
}
