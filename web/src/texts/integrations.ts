import type { Schema } from '../api/client';

type Type = Schema<'CreatedIntegration'>['type'];
type Channel = Schema<'PolicySimulation'>['pages'][number]['type'];

export const texts = {
  types: {
    alertmanager: {
      name: 'Prometheus Alertmanager',
      short: 'Alertmanager',
      says: 'A webhook receiver. Resolved alerts resolve their incident.',
    },
    'events-v2': {
      name: 'A client of PagerDuty’s Events API',
      short: 'Events API v2',
      says: 'Grafana, Datadog and most monitoring speak it: change the address and the key.',
    },
    generic: {
      name: 'Anything that can send JSON',
      short: 'Generic JSON',
      says: 'A script, a cron job, curl. One field is enough.',
    },
  } satisfies Record<Type, { name: string; short: string; says: string }>,
  keyOnce:
    'The address and the key are shown only now. Whoever has them can page people: keep them as a password.',
  snippetChoice: 'Ways to send',
  snippets: {
    curl: { label: 'curl', hint: 'Paste it into a terminal: it pages somebody, now.' },
    resolve: { label: 'Resolve', hint: 'The same dedupKey says that it is over.' },
    json: { label: 'JSON', hint: '`summary` is enough; the rest may be left out.' },
    alertmanager: {
      label: 'Alertmanager',
      hint: 'Add it to alertmanager.yml, and lead a route to the receiver “rouse”.',
    },
    client: {
      label: 'Address and key',
      hint: 'Where the client asks for the Events API address and a routing or integration key.',
    },
    python: { label: 'Python', hint: 'Without any package.' },
  },

  test: {
    title: 'See a page arrive',
    why: 'Sends a real alert through this way in, and pages whoever is on call.',
    send: 'Send a test alert',
    again: 'Send another',
    sending: 'Sending …',
    summary: (time: string) => `Test alert, nothing is broken (${time})`,
    storyLabel: 'What became of the test alert',
    accepted: 'Alert accepted and stored',
    waiting: 'Looking for its incident …',
    noIncident: 'No incident of its own yet. It may have joined an open one, or maintenance holds it back.',
    seeIncidents: 'Open incidents of this service',
    opened: (number: number) => `Incident ${String(number)} opened`,
    resolve: 'Resolve it',
    open: 'Open the incident',
    phones: 'Answer on the phones',
    acknowledgedBy: 'has it. Nobody else is paged.',
    acknowledgedBySource: 'Acknowledged. Nobody else is paged.',
    resolved: 'Resolved. It works: real alerts take this way.',
    nobodyYet: 'Deciding whom to page …',
    noRights: 'Only responders can resolve it.',
  },

  list: {
    title: 'Ways in for alerts',
    noneTitle: 'No way in yet',
    none: 'Without one no alert can reach this service. Add one, and paste its address into your monitoring.',
    add: 'Add a way in',
    type: 'What sends the alerts?',
    name: 'Name',
    make: 'Add it',
    cancel: 'Cancel',
    close: 'I have kept the key',
    key: (prefix: string) => `Key ${prefix}…`,
    used: 'last used',
    neverUsed: 'never used',
    old: (prefix: string) => `The key before, ${prefix}…, opens until`,
    oldUsed: 'It was last used',
    oldUnused: 'It was not used since.',
    opened: (name: string) => `Address and key of ${name}`,
    renew: 'Renew key',
    renewAsk: (name: string) => `Renew the key of ${name}?`,
    renewSays:
      'You get a new address and key. Choose how long the old one still opens, so that nothing is lost while you change over.',
    overlap: 'The old key opens for',
    overlaps: [
      { value: '0', label: 'no longer: it ends now' },
      { value: '3600', label: 'one more hour' },
      { value: '86400', label: 'one more day' },
      { value: '604800', label: 'one more week' },
      { value: '2592000', label: '30 more days' },
    ],
    revoke: 'Close',
    revokeAsk: (name: string) => `Close ${name}?`,
    revokeSays: (lastUsed: string) =>
      `Its key opens nothing from now on: what is sent to it is refused and pages nobody. ${lastUsed} It cannot be opened again.`,
    revokeUnused: 'It was never used.',
    revokeUsed: (when: string) => `It was last used ${when}.`,
    revoked: (name: string) => `${name} closed`,
    keep: 'Keep it open',
  },

  channels: { sms: 'SMS', voice: 'Call', email: 'E-mail', webhook: 'Webhook' } satisfies Record<
    Channel,
    string
  >,
  pageStates: {
    waiting: (seconds: number) => (seconds === 0 ? 'about to go out' : `goes out ${String(seconds)} s after`),
    sent: 'sent',
    delivered: 'delivered',
    unanswered: 'not answered',
    failed: 'could not be delivered',
    held: 'held, to go with others in one message',
    cancelled: 'not needed any more',
    withdrawn: 'method is gone; the next one is tried',
    unconfirmed: 'sent, no receipt; the next one is tried',
    unknown: 'may have been sent; looking it up',
    expired: 'given up',
  },
} as const;
