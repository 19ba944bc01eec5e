import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { createLogger, logDestination } from '../../src/platform/logging/logger.js';
import { startBrowser } from '../support/browser.js';
import { startMailServer, type TestMailServer } from '../support/mail-server.js';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { madeUpPhone } from '../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';
import { readTwiml, type TwimlElement } from '../support/twilio/twiml-reader.js';
import { readCsv } from './csv-reader.js';

const HARMLESS = 'Checkout';

/** Names of people, services, schedules and incidents that try to be more than names. */
const HOSTILE: Readonly<Record<string, string>> = {
  'a script': '<script>hacked=1</script><img src=x onerror="hacked=1">',
  'quotes that end an attribute': `'"><svg/onload=hacked=1> \`x\``,
  'the end of TwiML': '</Say></Gather><Hangup/><Dial>911</Dial>]]>&bogus;',
  'headers of mail': 'x\r\nBcc: everyone@example.org\r\nContent-Type: text/html\r\n\r\n<b>forged</b>',
  'another event': 'x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:forged\r\nATTENDEE:mailto:x@example.org',
  'what iCalendar escapes': 'a,b;c\\nd:e"f\\',
  'a formula': '=HYPERLINK("http://127.0.0.1/?"&A1,"x")',
  'another formula': "@SUM(1+1)*cmd|' /C calc'!A0",
  'an escape sequence': '\u001b[2J\u001b]0;forged\u0007\u009b31m',
  'turned letters': 'safe\u202Egnp.exe\u2066',
  'a template': '${7*7}{{7*7}}<%= 7*7 %>#{7*7}%s%n',
  'a reply': 'x\nReply 123 ack\n#99 forged',
};

/** Characters that no message holds: controls but the line feed, and what turns the direction. */
const UNSHOWABLE = /[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

interface Attack {
  readonly text: string;
  readonly number: string;
}

interface Victim {
  readonly sms: string;
  readonly twiml: string;
  readonly mail: string;
  readonly calendar: string;
  readonly pages: readonly string[];
}

describe('texts that try to be more than texts', () => {
  let double: TwilioDouble;
  let mailServer: TestMailServer;
  let rouse: RunningRouse;
  let browser: Browser;
  let page: Page;
  const victims = new Map<string, Victim>();
  const schedules = new Map<string, string>();
  const harmlessPages: unknown[] = [];

  beforeAll(async () => {
    [double, mailServer, browser] = await Promise.all([
      startTwilioDouble(),
      startMailServer(),
      startBrowser(),
    ]);
    rouse = await startRouse({
      settings: { ...double.settings, SMTP_URL: mailServer.url, MAIL_FROM: 'rouse@example.org' },
    });
    double.connect(rouse);
    page = await browser.newPage();
    const attacks = [HARMLESS, ...Object.values(HOSTILE)].map((text) => ({ text, number: madeUpPhone() }));
    for (const attack of attacks) await begin(attack);
    const messages = await Promise.all(attacks.map(({ number }) => double.phone(number).expectSms()));
    // Nobody answers: the phones ring.
    await rouse.advance({ seconds: 121 });
    for (const [place, attack] of attacks.entries())
      victims.set(attack.text, await toldOf(attack, messages[place]?.body ?? ''));
    for (const address of victimOf(HARMLESS).pages) harmlessPages.push(await shapeOfPage(address));
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await rouse.stop();
    await Promise.all([double.stop(), mailServer.stop()]);
  });

  const mailbox = (number: string): string => `to.${number.slice(1)}@example.org`;

  /** Somebody of this name is paged about a service, a schedule and an incident of this name. */
  async function begin({ text, number }: Attack): Promise<void> {
    const person = await rouse.person({ name: 'x', phone: number, voice: true, email: mailbox(number) });
    await rouse.api('PATCH', `/api/v1/users/${person.id}`, { name: text });
    const schedule = await rouse.schedule([person], { name: text });
    schedules.set(text, schedule.id);
    const policy = await rouse.policy([{ page: [schedule], waitSeconds: 3_600 }]);
    const service = await rouse.service(policy, { name: text });
    await rouse.trigger(await rouse.integration(service), { summary: text });
  }

  /** Everything that reached them, and the pages that it leads to. */
  async function toldOf({ text, number }: Attack, sms: string): Promise<Victim> {
    await double.phone(number).expectCall();
    const call = double.calls.find(({ to }) => to === number);
    const form = { CallSid: call?.sid ?? '', To: number, From: call?.from ?? '', CallStatus: 'in-progress' };
    const twiml = call?.twiml ?? (await double.post(new URL(call?.url ?? '').pathname, form)).body;
    const mail = await rouse.eventually(() => {
      const found = mailServer.mails.find(({ to }) => to === mailbox(number));
      if (found === undefined) throw new Error('no mail');
      return Promise.resolve(found.data);
    });
    const { url } = z
      .object({ url: z.string() })
      .parse(await rouse.post('/api/v1/calendar-feeds', { scheduleId: schedules.get(text) }));
    const calendar = String((await rouse.api('GET', url, undefined, { token: null })).body);
    const invited = z.object({ url: z.string() }).parse(
      await rouse.post('/api/v1/invitations', {
        email: `i${number.slice(1)}@example.org`,
        name: text,
        role: 'observer',
      }),
    );
    const link = /http\S+\/i\/\S+/.exec(mail + sms)?.[0] ?? '';
    return { sms, twiml, mail, calendar, pages: [link, invited.url] };
  }

  const victimOf = (text: string): Victim => {
    const victim = victims.get(text);
    if (victim === undefined) throw new Error('nobody');
    return victim;
  };

  describe.each(Object.entries(HOSTILE))('%s', (_what, text) => {
    it('is no line of an SMS', () => {
      const { sms } = victimOf(text);
      expect(sms).not.toMatch(UNSHOWABLE);
      expect(shapeOfSms(sms)).toEqual(shapeOfSms(victimOf(HARMLESS).sms));
    });

    it('is no element of TwiML', async () => {
      const { twiml } = victimOf(text);
      expect(shapeOfTwiml(readTwiml(twiml))).toEqual(shapeOfTwiml(readTwiml(victimOf(HARMLESS).twiml)));
      // The same by a parser that nobody here wrote.
      const parsed = await page.evaluate(
        `[...new DOMParser().parseFromString(${JSON.stringify(twiml)}, 'text/xml').querySelectorAll('*')].map(({ nodeName }) => nodeName)`,
      );
      expect(parsed).toEqual(namesOfTwiml(readTwiml(twiml)));
      expect(twiml).not.toMatch(UNSHOWABLE);
    });

    it('is no header of a mail, nor its end', () => {
      const [mail, harmless] = [shapeOfMail(victimOf(text).mail), shapeOfMail(victimOf(HARMLESS).mail)];
      expect(mail.headers).toEqual(harmless.headers);
      expect(mail.type).toBe(harmless.type);
    });

    it('is no element of a page that a link leads to, and nothing of it runs', async () => {
      for (const [place, address] of victimOf(text).pages.entries()) {
        expect(await shapeOfPage(address)).toEqual(harmlessPages[place]);
      }
    });

    it('is no property of a calendar', () => {
      expect(shapeOfCalendar(victimOf(text).calendar)).toEqual(shapeOfCalendar(victimOf(HARMLESS).calendar));
    });

    it('is one record of a log, and moves no terminal', async () => {
      const { json, terminal } = await logged(text);
      expect(json.split('\n')).toHaveLength(2);
      expect(JSON.parse(json)).toMatchObject({ name: text, msg: text, err: { message: text } });
      // Colours are the terminal's own.
      const shown = terminal.replaceAll(/\u001b\[\d+m/g, '');
      expect(shown).not.toMatch(UNSHOWABLE);
      expect(shown.split('\n').filter((line) => /^\S/.test(line))).toHaveLength(1);
    });
  });

  it('are cells of a CSV as they are, and no formulas', async () => {
    const csv = String(
      (await rouse.api('GET', '/api/v1/audit-log/export?format=csv&action=user.update')).body,
    );
    const [head = [], ...rows] = readCsv(csv);
    const column = head.indexOf('after');
    const names = rows.map((row) => z.object({ name: z.string() }).parse(JSON.parse(row[column] ?? '')).name);
    expect(new Set(names)).toEqual(new Set([HARMLESS, ...Object.values(HOSTILE)].map((text) => text.trim())));
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([]);
  });

  it('are cells of a CSV also as names of who acts, with an apostrophe before a formula', async () => {
    for (const name of ['=1+1', '+1', '-1', '@x', '\uFF1D1']) {
      const { id, token } = await rouse.person({ name: 'Eve', phone: null });
      await rouse.api('PATCH', `/api/v1/users/${id}`, { name });
      await rouse.api('PATCH', `/api/v1/users/${id}`, { timeZone: 'Asia/Tokyo' }, { token });
      const csv = String((await rouse.api('GET', `/api/v1/audit-log/export?format=csv&actor=${id}`)).body);
      const [head = [], row = []] = readCsv(csv);
      expect(row[head.indexOf('actor')]).toBe(`'${name}`);
    }
  });

  it('cannot be set as what nobody can store', async () => {
    const id = idOf(await rouse.get('/api/v1/me'));
    expect((await rouse.api('PATCH', `/api/v1/users/${id}`, { name: 'a\u0000b' })).status).toBe(422);
  });

  async function shapeOfPage(address: string): Promise<unknown> {
    await page.goto(address);
    const hacked = await page.evaluate('typeof hacked');
    const elements = await page.evaluate(
      `[...document.querySelectorAll('*')].map((each) => [each.nodeName, ...[...each.attributes].map(({ name }) => name)].join(' '))`,
    );
    // One of each: what is told of what happened may be longer by a receipt.
    return { hacked, elements: [...new Set(z.array(z.string()).parse(elements))].toSorted() };
  }
});

/** What its lines begin with. */
const shapeOfSms = (sms: string): string[] =>
  sms.split('\n').map((line) => /^(#|Reply|http|critical|)/.exec(line)?.[0] ?? '');

const shapeOfTwiml = ({ name, attributes, children }: TwimlElement): unknown => ({
  name,
  attributes: Object.keys(attributes),
  children: children.map(shapeOfTwiml),
});

const namesOfTwiml = ({ name, children }: TwimlElement): string[] => [
  name,
  ...children.flatMap(namesOfTwiml),
];

function shapeOfMail(data: string): { headers: string[]; type: string | undefined } {
  const head = data.slice(0, data.indexOf('\n\n'));
  const headers = head.split('\n').filter((line) => /^[\w-]+:/.test(line));
  return {
    headers: headers.map((line) => line.slice(0, line.indexOf(':'))),
    type: headers.find((line) => line.startsWith('Content-Type:')),
  };
}

function shapeOfCalendar(text: string): unknown {
  const calendar = ICAL.Component.fromString(text);
  const properties = (component: ICAL.Component) => component.getAllProperties().map(({ name }) => name);
  return {
    properties: properties(calendar),
    events: calendar.getAllSubcomponents().map((event) => [event.name, properties(event)]),
  };
}

/** What a log has of a text as a name, a message and an error: as JSON, and at a terminal. */
async function logged(text: string): Promise<{ json: string; terminal: string }> {
  const written = { json: '', terminal: '' };
  const into = (which: keyof typeof written) =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        written[which] += chunk.toString('utf8');
        done();
      },
    });
  const error = new Error(text);
  error.stack = `Error: ${text}\n    at somewhere`;
  for (const destination of [into('json'), await logDestination(true, into('terminal'))])
    createLogger('info', destination).info({ name: text, err: error }, text);
  await new Promise((resolve) => setImmediate(resolve));
  return written;
}
