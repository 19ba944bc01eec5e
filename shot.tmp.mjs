import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
const token = readFileSync('/tmp/svc-token','utf8').trim();
const [,, name, path, sizes='both', script=''] = process.argv;
const browser = await chromium.launch({ executablePath: await sparticuz.executablePath(), args: ['--no-sandbox','--disable-gpu','--disable-dev-shm-usage','--headless=shell'] });
const all = { d: [1440,900,'light'], D: [1440,900,'dark'], p: [390,844,'light'], P: [390,844,'dark'] };
const keys = sizes==='both' ? ['d','p'] : [...sizes];
for (const k of keys) {
  const [width,height,scheme] = all[k];
  const context = await browser.newContext({ viewport: {width,height}, colorScheme: scheme, timezoneId:'UTC', reducedMotion:'reduce', serviceWorkers:'block' });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  page.on('console', (m) => { if (m.type()==='error') console.log('console', m.text()); });
  page.on('pageerror', (e) => console.log('pageerror', e.message));
  await page.goto(`http://localhost:3926${path}#token=${token}`);
  await page.locator('#page-title').waitFor();
  await page.waitForTimeout(1200);
  if (script) { await (new Function('page', `return (async()=>{${script}})()`))(page); await page.waitForTimeout(800); }
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (over > 0) console.log(k, 'OVERFLOW', over);
  await page.screenshot({ path: `/tmp/shot-${name}-${k}.png`, fullPage: true });
  await context.close();
}
await browser.close();
