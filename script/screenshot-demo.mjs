import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const HOUR_MS = 3_600_000;

/**
 * Lets things happen to the demo team: another schedule with a gap, an override, a swap that waits for an answer, an
 * absence, incidents in every state. Gives the demo's token, and the screens with their addresses.
 */
export async function fillDemo(address, dataDir) {
  const { token, integrationKey } = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8'));
  const ask = asker(address, token);
  const people = Object.fromEntries(
    (await ask('GET', '/api/v1/users')).items.map((person) => [
      person.name.split(' ')[0].toLowerCase(),
      person,
    ]),
  );
  const [schedule] = (await ask('GET', '/api/v1/schedules')).items;
  const [team] = (await ask('GET', '/api/v1/teams')).items;
  const [policy] = (await ask('GET', '/api/v1/escalation-policies')).items;
  const [service] = (await ask('GET', '/api/v1/services')).items;
  await fillSchedules(ask, { people, schedule, team });
  await fillCatalog(ask, { team, policy });
  const incidents = await fillIncidents(ask, integrationKey);
  return {
    token,
    screens: {
      now: { path: '/' },
      incidents: { path: '/incidents' },
      incident: { path: `/incidents/${incidents.open}` },
      schedules: { path: '/schedules' },
      schedule: { path: `/schedules/${schedule.id}` },
      'schedule-editor': { path: `/schedules/${schedule.id}/edit` },
      me: { path: '/me' },
      'me-contact': { path: '/me/contact' },
      'me-rules': { path: '/me/rules' },
      services: { path: '/services' },
      'new-service': { path: '/services/new' },
      service: { path: `/services/${service.id}` },
      policies: { path: '/policies' },
      policy: { path: `/policies/${policy.id}` },
      people: { path: '/people' },
      person: { path: `/people/${people.cy.id}` },
      team: { path: `/teams/${team.id}` },
      admin: { path: '/admin' },
      'audit-log': { path: '/admin/audit-log' },
      phones: { path: '/phones' },
      welcome: { path: '/welcome' },
    },
  };
}

function asker(address, token) {
  return async (method, path, body) => {
    const response = await fetch(`${address}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
}

async function fillSchedules(ask, { people, schedule, team }) {
  const at = (hours) => new Date(Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + hours * HOUR_MS).toISOString();
  await ask('POST', '/api/v1/schedules', {
    name: 'Search, weekdays',
    timeZone: 'Europe/London',
    teamId: team.id,
    layers: [
      {
        name: 'Weekdays',
        participants: [people.cy.id, people.dee.id, people.ana.id],
        startsAt: '2026-01-05T09:00',
        endsAt: null,
        handoff: 'FREQ=WEEKLY;BYDAY=MO',
        shiftDuration: null,
        restrictions: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR'], from: '06:00', to: '22:00' }],
        onAbsence: 'cover',
      },
    ],
  });
  await ask('POST', `/api/v1/schedules/${schedule.id}/overrides`, {
    start: at(30),
    end: at(42),
    userId: people.cy.id,
    reason: 'Dentist',
  });
  await ask('POST', `/api/v1/users/${people.bo.id}/absences`, {
    start: at(96),
    end: at(144),
    reason: 'Holiday',
  });
  const shifts = await ask('GET', `/api/v1/users/${people.ana.id}/shifts?from=${at(48)}&to=${at(24 * 40)}`);
  const shift = shifts.items.find(({ scheduleId }) => scheduleId === schedule.id);
  if (shift)
    await ask('POST', `/api/v1/schedules/${schedule.id}/swaps`, {
      give: { start: shift.start, end: shift.end },
      withUserId: people.cy.id,
      message: 'Could you take this one?',
    });
}

async function fillCatalog(ask, { team, policy }) {
  for (const [name, urgency] of [
    ['Search', 'severity'],
    ['Mail', 'low'],
  ])
    await ask('POST', '/api/v1/services', { name, teamId: team.id, escalationPolicyId: policy.id, urgency });
}

/** One long resolved, one that somebody has, and one that pages right now. */
async function fillIncidents(ask, key) {
  const send = (summary, severity, dedup) =>
    ask('POST', '/v2/enqueue', {
      routing_key: key,
      event_action: 'trigger',
      dedup_key: dedup,
      payload: {
        summary,
        severity,
        source: 'web-1',
        custom_details: {
          region: 'eu-central-1',
          error_rate: '12 %',
          runbook: 'https://runbooks.example.com/checkout',
        },
      },
      links: [{ href: 'https://runbooks.example.com/checkout', text: 'Runbook' }],
    });
  const newest = async () => (await ask('GET', '/api/v1/incidents?limit=1')).items[0].id;
  await send('Certificate of pay.example.com ends in 3 days', 'warning', 'certificate');
  await pause(1_500);
  const certificate = await newest();
  await ask('POST', `/api/v1/incidents/${certificate}/acknowledge`);
  await ask('POST', `/api/v1/incidents/${certificate}/notes`, {
    text: 'Renewed; the old one is still in the cache.',
  });
  await ask('POST', `/api/v1/incidents/${certificate}/resolve`);
  await send('Queue of receipts grows: 4,200 wait', 'error', 'receipts');
  await pause(1_500);
  await ask('POST', `/api/v1/incidents/${await newest()}/acknowledge`);
  await send('Checkout fails for 12 % of requests', 'critical', 'checkout');
  await pause(2_500);
  return { open: await newest() };
}
