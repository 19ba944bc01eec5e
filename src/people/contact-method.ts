import { z } from 'zod';

/** The ways to reach somebody that have a channel. */
export const CONTACT_METHOD_TYPES = ['sms', 'voice', 'email'] as const;
export const contactMethodTypeSchema = z.enum(CONTACT_METHOD_TYPES);
export type ContactMethodType = z.output<typeof contactMethodTypeSchema>;

/** What asks for attention at once, and what can wait for the morning. */
export const urgencySchema = z.enum(['high', 'low']);
export type Urgency = z.output<typeof urgencySchema>;
