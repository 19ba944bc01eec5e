/** E.164 numbers and things that look like one: a plus (or what it is in an address) and at least seven digits. */
const PHONE_NUMBER = /(\+|%2B)(\d{7,15})\b/gi;
/** Rouse's own secrets: API tokens (`rouse_…`), what webhooks are signed with (`whsec_…`), and the key inside the address of an ingest, a calendar, an answer or an account's link, or inside an event. */
const API_TOKEN = /\b(?:rouse|whsec)_[A-Za-z0-9_-]{8,}/g;
const KEY_IN_PATH =
  /(\/(?:integrations|calendar|swaps\/answer|i|invitations|password-resets|email-changes)\/)[A-Za-z0-9_-]{16,}/g;
const KEY_IN_EVENT = /(routing_key\\*"\s*:\s*\\*")[^"\\]+/g;
/** What a browser brings back from an identity provider, and keeps meanwhile; and that provider's tokens (RFC 7519). */
const SIGN_ON = /([?&](?:code|state)=|\brouse-sign-on=)[^&;,\s"\\]+/g;
const JSON_WEB_TOKEN = /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g;
/** Drivers put the whole address of a database or queue into their errors. */
const PASSWORD_IN_ADDRESS = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"]*:)[^\s/@"]+@/gi;

/** Keeps the country's beginning and the last two digits: enough to recognise a number, too little to call it. */
export function redactPhoneNumber(number: string): string {
  return number.length <= 7 ? '+…' : `${number.slice(0, 3)}…${number.slice(-2)}`;
}

const MAIL_ADDRESS = /([\w.!#$%&'*/=?^`{|}~+-])[\w.!#$%&'*/=?^`{|}~+-]{0,63}@([\w-]+\.[\w.-]+)/g;

/** What a provider says of somebody's address, for everybody's eyes: neither a phone number nor a mail address is whole. */
export const redactAddresses = (text: string): string => redactText(text).replace(MAIL_ADDRESS, '$1…@$2');

/** A text that may be logged: phone numbers and secrets in it are shortened (promise 10). */
export function redactText(text: string): string {
  return text
    .replace(
      PHONE_NUMBER,
      (_number, plus: string, digits: string) => plus + redactPhoneNumber(`+${digits}`).slice(1),
    )
    .replace(API_TOKEN, (token) => `${token.slice(0, 8)}…`)
    .replace(KEY_IN_PATH, '$1…')
    .replace(KEY_IN_EVENT, '$1…')
    .replace(SIGN_ON, '$1…')
    .replace(JSON_WEB_TOKEN, 'eyJ…')
    .replace(PASSWORD_IN_ADDRESS, '$1…@');
}
