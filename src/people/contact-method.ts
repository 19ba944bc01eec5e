import { z } from 'zod';

/** The ways to reach somebody that have a channel. */
export const CONTACT_METHOD_TYPES = ['sms', 'voice', 'email', 'webhook'] as const;
export const contactMethodTypeSchema = z.enum(CONTACT_METHOD_TYPES);
export type ContactMethodType = z.output<typeof contactMethodTypeSchema>;

/** What asks for attention at once, and what can wait for the morning. */
export const urgencySchema = z.enum(['high', 'low']);
export type Urgency = z.output<typeof urgencySchema>;

/** How it was seen that what goes to a contact method reaches its owner, who answers. */
export const PROOFS = ['verification', 'page-reply', 'test', 'call-key'] as const;
export type Proof = (typeof PROOFS)[number];
