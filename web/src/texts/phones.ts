import type { Schema } from '../api/client';

export const texts = {
  title: 'Phones',
  simulated: 'Simulated by Rouse: no SMS and no call leaves this machine.',
  twilioTitle: 'Twilio carries',
  twilioDetail:
    'SMS and calls go to real phones, so there are none to show here. Without the settings of Twilio, Rouse simulates the phones of everybody.',
  nobodyTitle: 'Nobody has a phone yet',
  nobodyDetail: 'A number that somebody adds shows up here as a phone, with its messages and calls.',
  nobodyAction: 'Set up the first phone',
  whose: 'Whose phone',
  phoneOf: (name: string) => `Phone of ${name}`,
  messagesOf: (name: string) => `Messages of ${name}`,
  ringing: 'rings',
  unseen: (count: number) => `${String(count)} new`,
  quiet: 'No messages yet',
  quietDetail: 'Pages and codes come in here.',
  notVerified: 'not verified',
  off: 'off',
  mail: 'Mail',
  noSubject: 'Mail without a subject',
  writeAs: (name: string) => `Message from ${name}`,
  writeHint: 'Write, as in: 417 ack',
  send: 'Send',
  replyAs: (word: string, name: string) => `Reply ${word} as ${name}`,
  noAnswer: 'No answer came back',
  from: 'Rouse',
  calling: (number: string) => `is calling ${number}`,
  answer: 'Answer',
  answerAs: (name: string) => `Answer as ${name}`,
  decline: 'Decline',
  declineAs: (name: string) => `Decline as ${name}`,
  talking: 'On the phone with Rouse',
  hangUp: 'Hang up',
  hangUpAs: (name: string) => `Hang up as ${name}`,
  key: (key: string) => `Key ${key}`,
  moreKeys: 'All keys',
  fewerKeys: 'Fewer keys',
  call: (at: string, what: string) => `Call ${at}: ${what}`,
  callSaid: 'What was said',
  old: (at: string) => `Rouse does not answer. What you see is from ${at}; trying again.`,
  failed: (detail: string) => `That did not reach Rouse; nothing was done. ${detail}`,
  more: (count: number) => (count === 1 ? 'Show one more phone' : `Show ${String(count)} more phones`),
  tabRinging: (title: string) => `Ringing: ${title}`,
} as const;

/** What became of a call that is over. */
export const callOutcome = ({ status, keys }: Pick<Schema<'SimulatedCall'>, 'status' | 'keys'>): string => {
  if (status === 'no-answer') return 'not answered';
  return keys === '' ? 'answered, no key pressed' : `answered, pressed ${[...keys].join(' ')}`;
};

/** What keys do when the call itself does not say. */
export const USUAL_KEYS: readonly (readonly [string, string])[] = [
  ['4', 'acknowledge'],
  ['6', 'resolve'],
  ['5', 'escalate'],
  ['*', 'repeat'],
];

/** What people answer most. */
export const QUICK_REPLIES = ['ack', 'resolve', 'who', 'help'] as const;
