import { z } from 'zod';

/** What a token may be limited to. A session, and a token without scopes, has all that its person's role allows. */
export const SCOPES = ['read', 'respond', 'schedule', 'account', 'configure', 'administer'] as const;
export const scopeSchema = z.enum(SCOPES);
export type Scope = z.output<typeof scopeSchema>;
