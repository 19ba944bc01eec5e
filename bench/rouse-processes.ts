import { ADMIN_TOKEN, BUILT_PROGRAM, startRouse } from './running-rouse.js';
import type { Started } from './started.js';

/** Which processes work: one that does everything, or several. */
export const SHAPES = {
  'one process': ['all'],
  '1 api and 2 workers': ['api', 'worker', 'worker'],
} as const;
export type Shape = keyof typeof SHAPES;

/**
 * Starts the built program in a shape, with SMS and calls going to `providerUrl` and no limit on the API.
 * @returns where its API is, `http://127.0.0.1:port`
 */
export async function startProcesses(
  started: Started,
  shape: Shape,
  { databaseUrl, providerUrl }: { databaseUrl: string; providerUrl: string },
  settings: Readonly<Record<string, string>> = {},
): Promise<string> {
  const urls: string[] = [];
  for (const role of SHAPES[shape]) {
    const rouse = await startRouse(BUILT_PROGRAM, {
      DATABASE_URL: databaseUrl,
      ROUSE_ROLE: role,
      ROUSE_ADMIN_TOKEN: ADMIN_TOKEN,
      RATE_LIMIT_API: '1000000',
      RATE_LIMIT_INGEST: '10000000',
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'nobody checks it here',
      TWILIO_FROM: '+15005550006',
      TWILIO_API_URL: providerUrl,
      ...settings,
    });
    urls.push(started.add(rouse).url);
  }
  return urls[0] ?? '';
}
