import { z } from 'zod';
import { pageQuerySchema, pageSchema } from '../../platform/http/pagination.js';
import { utcTimeSchema } from '../../platform/http/times.js';

/** In a query an unescaped plus means a space; nobody's number begins with one. */
const phoneQuerySchema = z
  .string()
  .max(254)
  .transform((text) => text.replace(/^ /, '+'));

/** Only the newest so many, still with the newest last, on one page. */
const lastSchema = z.coerce.number().int().min(1).max(200).optional();

/** `to`: what was sent to that phone; `phone`: what was sent to it and from it. Both absent: everything. */
export const messagesQuerySchema = pageQuerySchema.extend({
  last: lastSchema,
  to: phoneQuerySchema.optional(),
  phone: phoneQuerySchema.optional(),
});
export type MessagesQuery = z.output<typeof messagesQuerySchema>;

export const simulatedMessageSchema = z
  .object({
    id: z.string(),
    type: z.enum(['sms', 'email']),
    to: z.string(),
    from: z.string(),
    body: z.string(),
    direction: z.enum(['to-phone', 'from-phone']),
    createdAt: utcTimeSchema,
  })
  .meta({ id: 'SimulatedMessage' });
export type SimulatedMessage = z.output<typeof simulatedMessageSchema>;
export const simulatedMessagePageSchema = pageSchema(simulatedMessageSchema).meta({
  id: 'SimulatedMessagePage',
});

/** `active`: only what rings or is being talked on. */
export const callsQuerySchema = pageQuerySchema.extend({
  last: lastSchema,
  to: phoneQuerySchema.optional(),
  active: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .default(false),
});
export type CallsQuery = z.output<typeof callsQuerySchema>;

export const simulatedCallSchema = z
  .object({
    id: z.string(),
    to: z.string(),
    status: z.enum(['ringing', 'answered', 'completed', 'no-answer']),
    /** What was said so far, sentence by sentence. */
    spoken: z.array(z.string()),
    /** The keys that were pressed. */
    keys: z.string(),
    createdAt: utcTimeSchema,
  })
  .meta({ id: 'SimulatedCall' });
export type SimulatedCall = z.output<typeof simulatedCallSchema>;
export const simulatedCallPageSchema = pageSchema(simulatedCallSchema).meta({ id: 'SimulatedCallPage' });

export const simulatedPhoneSchema = z
  .object({
    id: z.string(),
    address: z.string(),
    types: z.array(z.enum(['sms', 'voice', 'email'])),
    verified: z.boolean(),
    on: z.boolean(),
    userId: z.string(),
    name: z.string(),
    role: z.string(),
    timeZone: z.string(),
  })
  .meta({ id: 'SimulatedPhone' });
export type SimulatedPhone = z.output<typeof simulatedPhoneSchema>;
export const simulatedPhonePageSchema = pageSchema(simulatedPhoneSchema).meta({ id: 'SimulatedPhonePage' });

export const sendSmsSchema = z.strictObject({
  from: z.e164('is not a phone number such as +15005550006 (E.164)'),
  body: z.string().max(1_600, 'is longer than the 1600 characters that an SMS may have'),
});
export type SendSms = z.output<typeof sendSmsSchema>;
export const sentSmsSchema = z.object({ replies: z.array(z.string()) }).meta({ id: 'SimulatedReplies' });
export type SentSms = z.output<typeof sentSmsSchema>;

export const pressKeysSchema = z.strictObject({
  digits: z.string().regex(/^[0-9*#]{1,20}$/, 'must be 1 to 20 of the keys 0-9, * and #'),
});
export type PressKeys = z.output<typeof pressKeysSchema>;
