import { randomBytes } from 'node:crypto';

/** A message that was asked for, or a call. */
export interface SentMessage {
  sid: string;
  to: string;
  from: string;
  body: string;
  status: string;
  errorCode: number | null;
  statusCallback: string | null;
  validityPeriod: number | null;
  createdAt: Date;
}

export interface PlacedCall {
  sid: string;
  to: string;
  from: string;
  url: string | null;
  twiml: string | null;
  status: string;
  statusCallback: string | null;
  statusCallbackEvents: string[];
  createdAt: Date;
}

export const newSid = (prefix: 'SM' | 'CA'): string => `${prefix}${randomBytes(16).toString('hex')}`;

/** RFC 2822, whole seconds, as Twilio's API writes times. */
const twilioTime = (time: Date): string => time.toUTCString().replace('GMT', '+0000');

/** A Message resource (twilio.com/docs/messaging/api/message-resource). */
export function messageResource(account: string, message: SentMessage): Record<string, unknown> {
  return {
    sid: message.sid,
    account_sid: account,
    api_version: '2010-04-01',
    to: message.to,
    from: message.from,
    body: message.body,
    status: message.status,
    direction: 'outbound-api',
    error_code: message.errorCode,
    error_message: null,
    num_segments: '1',
    num_media: '0',
    date_created: twilioTime(message.createdAt),
    date_updated: twilioTime(message.createdAt),
    date_sent: message.status === 'queued' ? null : twilioTime(message.createdAt),
    price: null,
    price_unit: 'USD',
    messaging_service_sid: null,
    uri: `/2010-04-01/Accounts/${account}/Messages/${message.sid}.json`,
    subresource_uris: {},
  };
}

/** A Call resource (twilio.com/docs/voice/api/call-resource). It does not say which URL the call was made with. */
export function callResource(account: string, call: PlacedCall): Record<string, unknown> {
  return {
    sid: call.sid,
    account_sid: account,
    api_version: '2010-04-01',
    to: call.to,
    to_formatted: call.to,
    from: call.from,
    from_formatted: call.from,
    status: call.status,
    direction: 'outbound-api',
    date_created: twilioTime(call.createdAt),
    date_updated: twilioTime(call.createdAt),
    start_time: null,
    end_time: null,
    duration: null,
    price: null,
    price_unit: 'USD',
    uri: `/2010-04-01/Accounts/${account}/Calls/${call.sid}.json`,
    subresource_uris: {},
  };
}
