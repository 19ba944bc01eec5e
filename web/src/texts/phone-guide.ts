import { duration } from '../design/times';

const both = new Intl.ListFormat('en', { type: 'conjunction' });

/** `Ana’s phone`, `the phones of Cy and Dee`. */
const phonesOf = (names: readonly string[]): string =>
  names.length === 1 ? `${names[0] ?? ''}’s phone` : `the phones of ${both.format(names)}`;

export const texts = {
  title: 'See a page happen',
  steps: {
    alert: 'Send an alert',
    message: 'A phone buzzes',
    call: 'No answer? It rings',
    taken: 'Somebody has it',
  },
  states: { done: 'done', now: 'now', later: 'later', skipped: 'not needed' },
  alertWhy: 'As monitoring would: something of yours is broken.',
  service: 'Service',
  send: 'Send an alert',
  again: 'Send another',
  sent: (number: number) => `Alert received, incident #${String(number)} opened.`,
  command: 'As a command',
  commandLabel: 'Command that sends the alert',
  noService: 'Alerts come in at a service. Make one first, it takes a minute.',
  setUp: 'Set up my team',
  messageLater: 'Whoever is on call gets an SMS. Answer it with ack.',
  messageWait: 'Looking up who is on call …',
  messageNow: (names: readonly string[]) => `On ${phonesOf(names)}: press ack, or write it.`,
  messageDone: (names: readonly string[]) => `It came in on ${phonesOf(names)}.`,
  callLater: 'Without an answer the phone rings; then the next people are paged.',
  callSoon: 'Then the phone rings. The next people are paged in',
  callNow: (name: string) => `${name}’s phone rings: answer, and press 4.`,
  callDone: 'It rang, too.',
  callSkipped: 'Not this time: somebody answered before.',
  takenLater: 'Rouse stops paging the moment somebody says so.',
  takenBy: (name: string, ms: number) => `${name} answered after ${duration(ms)}.`,
  taken: 'It is answered; nobody else is paged.',
  open: (number: number) => `Open incident #${String(number)}`,
  failed: 'The alert did not get through.',
} as const;
