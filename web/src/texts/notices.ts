export const texts = {
  intro: 'Beside pages. A page about an incident always comes, whatever stands here.',
  always:
    'You are always told when a phone, a mailbox or a webhook of yours is turned off or on, and when you take the place of somebody who leaves.',
  groups: {
    shifts: 'My shifts',
    swaps: 'Swaps and covers',
    contact: 'How I am reached',
    team: 'My teams and what I keep',
  },
  kinds: {
    'shift.starts-soon': { label: 'A shift of mine begins tomorrow', detail: 'A day before it begins.' },
    'shift.started': { label: 'My shift has begun', detail: 'With the open incidents that are handed over.' },
    'shift.ended': { label: 'My shift is over', detail: 'With who has it now.' },
    'swap.requested': {
      label: 'Somebody asks me to take a shift',
      detail: 'At once, with a code to answer by SMS.',
    },
    'swap.answered': {
      label: 'A request was answered',
      detail: 'Agreed, declined, taken back, or ended unanswered.',
    },
    'swap.reminder': { label: 'A request still waits', detail: '24 and 2 hours before it ends.' },
    'contact-method.unproven': {
      label: 'A method of mine was silent for 90 days',
      detail: 'In the week before my next shift, once.',
    },
    'coverage.gap': {
      label: 'Hours that nobody covers',
      detail: 'In schedules that I manage, up to 14 days before.',
    },
    'coverage.unreachable-member': {
      label: 'Somebody on call has no verified phone',
      detail: 'In schedules that I manage, up to 14 days before.',
    },
    'responder.answered': {
      label: 'An answer when I asked for help',
      detail: 'Accepted, declined, or nobody answered in ten minutes.',
    },
    'webhook.paused': {
      label: 'A webhook of mine was paused',
      detail: 'After it took nothing for 24 hours.',
    },
  },
} as const;
