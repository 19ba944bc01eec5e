import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DemoSeed } from './demo/demo-seed.js';
import type { DemoSecrets } from './demo/demo-secrets.js';
import type { Settings } from './platform/config/settings.js';

/** Seeds the demo where that is wanted, and gives what the terminal says to whoever has just started Rouse. */
export async function greet(app: NestFastifyApplication, settings: Settings): Promise<string> {
  if (settings.role === 'worker')
    return `\nRouse is ready to page (worker). Health: ${settings.publicUrl}/health/ready\n`;
  if (!settings.demo) return nextSteps(settings, null);
  const demo = app.get(DemoSeed);
  await demo.seed(settings.dataDir);
  return nextSteps(settings, await demo.secrets(settings.dataDir));
}

/** What a newcomer can do now, in the order in which to do it. */
export function nextSteps(settings: Settings, demo: DemoSecrets | null): string {
  const lines = [``, `Rouse is ready at ${settings.publicUrl}`, ``];
  if (demo !== null) lines.push(...demoSteps(settings, demo));
  else lines.push(...ownSteps(settings));
  lines.push(`  API        ${settings.publicUrl}/api/docs`, `  Stop       Ctrl-C`, ``);
  return lines.join('\n');
}

function demoSteps(settings: Settings, demo: DemoSecrets): string[] {
  const event = JSON.stringify({
    routing_key: demo.integrationKey,
    event_action: 'trigger',
    payload: { summary: 'Checkout fails for 12 % of requests', source: 'web-1', severity: 'critical' },
  });
  const phones =
    settings.twilio === null
      ? [
          `  1. Open the phones of the demo team (the link signs you in):`,
          ``,
          `     ${settings.publicUrl}/simulator#token=${demo.token}`,
          ``,
        ]
      : [`  1. Twilio carries SMS and calls. Give somebody your own number before you page.`, ``];
  return [
    ...phones,
    `  2. Page whoever is on call. Paste this into another terminal:`,
    ``,
    `     curl -sS ${settings.publicUrl}/v2/enqueue -H 'content-type: application/json' -d '${event}'`,
    ``,
    `  3. Watch the phone, and answer the message with: ack`,
    `     No answer? It rings after 20 seconds, and the next people are paged after a minute.`,
    ``,
    `  Sign in    Authorization: Bearer ${demo.token}`,
  ];
}

function ownSteps(settings: Settings): string[] {
  return settings.adminToken === null
    ? [
        `  Sign in    with the token of a person; to make a first one, start with ROUSE_ADMIN_TOKEN (at least 32 characters)`,
      ]
    : [`  Sign in    Authorization: Bearer and the value of ROUSE_ADMIN_TOKEN`];
}
