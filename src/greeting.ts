import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { isReadOnTheWay } from './access/sessions/same-origin.js';
import { SetUp } from './access/set-up/set-up.js';
import { DemoSeed } from './demo/demo-seed.js';
import type { DemoSecrets } from './demo/demo-secrets.js';
import type { Settings } from './platform/config/settings.js';

/** Seeds the demo where that is wanted, and gives what the terminal says to whoever has just started Rouse. */
export async function greet(app: NestFastifyApplication, settings: Settings): Promise<string> {
  if (settings.role === 'worker')
    return `\nRouse is ready to page (worker). Health: ${settings.publicUrl}/health/ready\n`;
  const setUp = app.get(SetUp, { strict: false });
  if (!settings.demo) return nextSteps(settings, { demo: null, setUpCode: await setUp.newCode() });
  const demo = app.get(DemoSeed);
  await demo.seed(settings.dataDir);
  return nextSteps(settings, {
    demo: await demo.secrets(settings.dataDir),
    setUpCode: await setUp.newCode(),
  });
}

interface Start {
  /** Null without a demo. */
  readonly demo: DemoSecrets | null;
  /** Makes the first admin who can sign in; null where there is one. */
  readonly setUpCode: string | null;
}

/** What a newcomer can do now, in the order in which to do it. */
export function nextSteps(settings: Settings, { demo, setUpCode }: Start): string {
  const lines = [``, `Rouse is ready at ${settings.publicUrl}`, ``];
  if (demo !== null) lines.push(...demoSteps(settings, demo));
  if (setUpCode !== null) lines.push(...setUpSteps(settings, setUpCode, demo !== null));
  else lines.push(`  Sign in    ${settings.publicUrl}/sign-in`);
  if (demo === null && settings.adminToken !== null)
    lines.push(`  Scripts    Authorization: Bearer and the value of ROUSE_ADMIN_TOKEN`);
  if (isReadOnTheWay(settings.publicUrl))
    lines.push(`  Careful    without https everybody on the way can read passwords: see PUBLIC_URL`);
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
          `  1. Open the phones of the demo team. The link signs you in, and the page leads you on:`,
          ``,
          `     ${settings.publicUrl}/phones#token=${demo.token}`,
          ``,
        ]
      : [`  1. Twilio carries SMS and calls. Give somebody your own number before you page.`, ``];
  return [
    ...phones,
    `  2. Page whoever is on call: press "Send an alert" there, or paste this into another terminal:`,
    ``,
    `     curl -sS ${settings.publicUrl}/v2/enqueue -H 'content-type: application/json' -d '${event}'`,
    ``,
    `  3. Watch the phone, and answer the message with: ack`,
    `     No answer? It rings after 20 seconds, and the next people are paged after a minute.`,
    ``,
    `     The API takes the token of the demo: Authorization: Bearer ${demo.token}`,
    ``,
  ];
}

function setUpSteps({ publicUrl }: Settings, code: string, afterDemo: boolean): string[] {
  return [
    afterDemo
      ? `  4. Make it yours, beside the demo: open this page, give it the code, and it leads you from there.`
      : `  Nobody can sign in yet. Open this page, give it the code, and it leads you to your first page:`,
    ``,
    `     ${publicUrl}/set-up`,
    `     Code: ${code}`,
    ``,
    `     Keep the code to yourself: whoever has it first becomes the admin. After that it opens nothing.`,
    ``,
  ];
}
