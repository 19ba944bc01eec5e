/** E.164 numbers and things that look like one: a plus and at least seven digits. */
const PHONE_NUMBER = /\+\d{7,15}\b/g;
/** Rouse's own secrets: API tokens (`rouse_…`) and the integration key inside an ingest address. */
const API_TOKEN = /\brouse_[A-Za-z0-9_-]{8,}/g;
const KEY_IN_PATH = /(\/integrations\/)[A-Za-z0-9_-]{16,}/g;

/** Keeps the country's beginning and the last two digits: enough to recognise a number, too little to call it. */
export function redactPhoneNumber(number: string): string {
  return number.length <= 7 ? '+…' : `${number.slice(0, 3)}…${number.slice(-2)}`;
}

/** A text that may be logged: phone numbers and secrets in it are shortened (promise 10). */
export function redactText(text: string): string {
  return text
    .replace(PHONE_NUMBER, redactPhoneNumber)
    .replace(API_TOKEN, (token) => `${token.slice(0, 8)}…`)
    .replace(KEY_IN_PATH, '$1…');
}
