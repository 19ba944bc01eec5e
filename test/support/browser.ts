import sparticuz from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

/**
 * Starts the Chromium that comes from npm, so that browser tests need nothing of the system. Close it in `afterAll`.
 * The package's own arguments are for a cloud function: one process, and no web security, which a test wants.
 */
export async function startBrowser(...more: string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--headless=shell', ...more],
  });
}
