import { z } from 'zod';

// Twilio adds fields as it likes; these are the ones that are read. Text fields repeated in a form come as a list.
const text = z.string().max(4_000);

export const inboundSmsSchema = z.looseObject({
  MessageSid: text.min(1),
  From: text,
  Body: text.default(''),
});
export type InboundSmsRequest = z.output<typeof inboundSmsSchema>;

export const callAnsweredSchema = z.looseObject({ CallSid: text.min(1) });
export type CallAnsweredRequest = z.output<typeof callAnsweredSchema>;

export const keyPressedSchema = z.looseObject({ CallSid: text.min(1), Digits: text.default('') });
export type KeyPressedRequest = z.output<typeof keyPressedSchema>;

/** Which question of the call the key answers; Rouse wrote it into the address itself. */
export const turnQuerySchema = z.looseObject({ turn: z.coerce.number().int().min(1).max(99).default(1) });
export type TurnQuery = z.output<typeof turnQuerySchema>;

const errorCodeSchema = text
  .transform((code) => (code === '' ? null : code))
  .nullable()
  .default(null);

const messageStatusSchema = z
  .looseObject({ MessageSid: text.min(1), MessageStatus: text, ErrorCode: errorCodeSchema })
  .transform(({ MessageSid, MessageStatus, ErrorCode }) => ({
    kind: 'message' as const,
    providerId: MessageSid,
    status: MessageStatus,
    errorCode: ErrorCode,
  }));
const callStatusSchema = z
  .looseObject({ CallSid: text.min(1), CallStatus: text, ErrorCode: errorCodeSchema })
  .transform(({ CallSid, CallStatus, ErrorCode }) => ({
    kind: 'call' as const,
    providerId: CallSid,
    status: CallStatus,
    errorCode: ErrorCode,
  }));
export const statusSchema = z.union([messageStatusSchema, callStatusSchema]);
export type StatusRequest = z.output<typeof statusSchema>;
