import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ContactMethods } from '../../src/people/contact-methods.js';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { madeUpPhone, type Person } from '../support/story.js';

const NOBODY = '0190a000-0000-7000-8000-000000000000';
const methods = z.object({
  items: z.array(
    z.looseObject({ id: z.string(), disabledReason: z.string().nullable(), verified: z.boolean() }),
  ),
});

describe('contact methods', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana', phone: null });
    bo = await rouse.person({ name: 'Bo', phone: null });
  });
  afterAll(() => rouse.stop());

  const pathOf = (person: Person) => `/api/v1/users/${person.id}/contact-methods`;
  const add = (person: Person, body: unknown, token?: string) =>
    rouse.api('POST', pathOf(person), body, token === undefined ? {} : { token });
  const listed = async (person: Person) => methods.parse(await rouse.get(pathOf(person))).items;

  it('are added by the person, unverified', async () => {
    const address = madeUpPhone();
    const added = await add(ana, { type: 'sms', address }, ana.token);
    expect(added).toMatchObject({
      status: 201,
      body: { userId: ana.id, type: 'sms', address, verified: false, disabledReason: null },
    });
    expect(await listed(ana)).toContainEqual(added.body);
  });

  it('are vouched for by admins alone', async () => {
    const body = { type: 'email', address: 'ana@example.org', preVerified: true };
    expect((await add(ana, body, ana.token)).status).toBe(403);
    expect(await add(ana, body)).toMatchObject({ status: 201, body: { verified: true } });
  });

  it("are nobody else's business", async () => {
    const mine = idOf((await add(ana, { type: 'sms', address: madeUpPhone() })).body);
    const asBo = { token: bo.token };
    expect((await add(ana, { type: 'sms', address: madeUpPhone() }, bo.token)).status).toBe(403);
    expect((await rouse.api('GET', pathOf(ana), undefined, asBo)).status).toBe(403);
    expect((await rouse.api('DELETE', `/api/v1/contact-methods/${mine}`, undefined, asBo)).status).toBe(403);
    expect(
      (await rouse.api('POST', `/api/v1/contact-methods/${mine}/verify`, { code: '123456' }, asBo)).status,
    ).toBe(403);
  });

  it('are told of everybody to admins: whether a phone is verified, and no number', async () => {
    const cy = await rouse.person({ name: 'Cy' });
    const survey = z.object({ items: z.array(z.looseObject({ userId: z.string() })) });
    const { items } = survey.parse(await rouse.get('/api/v1/reachability?limit=200'));
    expect(items).toContainEqual({ userId: cy.id, phoneVerified: true, methods: 1 });
    expect(items).toContainEqual({ userId: bo.id, phoneVerified: false, methods: 0 });
    const asBo = { token: bo.token };
    expect((await rouse.api('GET', '/api/v1/reachability', undefined, asBo)).status).toBe(403);
  });

  it('are there once a person, type and address; two people may share a phone', async () => {
    const body = { type: 'sms', address: madeUpPhone() };
    expect((await add(ana, body)).status).toBe(201);
    expect((await add(ana, body)).status).toBe(409);
    expect((await add(ana, { ...body, type: 'voice' })).status).toBe(201);
    expect((await add(bo, body)).status).toBe(201);
  });

  it('are fifty a person at most, also when many are added at once', async () => {
    const eve = await rouse.person({ name: 'Eve', phone: null });
    const answers = await Promise.all(
      Array.from({ length: 53 }, () => add(eve, { type: 'sms', address: madeUpPhone() })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...Array.from({ length: 50 }, () => 201),
      ...Array.from({ length: 3 }, () => 409),
    ]);
  });

  it('leave the list and the rules when deleted, and come back with the same id to be verified anew', async () => {
    const body = { type: 'sms', address: madeUpPhone() };
    const id = idOf((await add(ana, { ...body, preVerified: true })).body);
    const rule = [{ contactMethodId: id, delaySeconds: 0 }];
    await rouse.put(`/api/v1/users/${ana.id}/paging-rules`, { high: rule, low: rule });
    expect(
      (await rouse.api('DELETE', `/api/v1/contact-methods/${id}`, undefined, { token: ana.token })).status,
    ).toBe(204);
    expect((await listed(ana)).map((method) => method.id)).not.toContain(id);
    expect(await rouse.get(`/api/v1/users/${ana.id}/paging-rules`)).toEqual({ high: [], low: [] });
    expect(await rouse.app.get(ContactMethods).ownersOf(rouse.dataSource.manager, body.address)).toEqual([]);
    expect((await rouse.api('DELETE', `/api/v1/contact-methods/${id}`)).status).toBe(404);
    expect(await add(ana, body, ana.token)).toMatchObject({
      status: 201,
      body: { id, verified: false, disabledReason: null },
    });
  });

  it.each([
    ['a webhook that is no address', { type: 'webhook', address: 'example.org' }, 'address'],
    ['a webhook by another protocol', { type: 'webhook', address: 'ftp://example.org/' }, 'address'],
    ['a webhook with a password', { type: 'webhook', address: 'https://a:b@example.org/' }, 'address'],
    [
      'a webhook that is too long',
      { type: 'webhook', address: `https://example.org/${'x'.repeat(2048)}` },
      'address',
    ],
    ['a webhook inside', { type: 'webhook', address: 'http://127.0.0.1:5432/' }, 'address'],
    ['a webhook inside, in decimal', { type: 'webhook', address: 'http://2130706433/' }, 'address'],
    ["a cloud's metadata", { type: 'webhook', address: 'http://169.254.169.254/latest/' }, 'address'],
    ['push, which has no channel', { type: 'push', address: 'x' }, 'type'],
    ['a type that does not exist', { type: 'fax', address: '+15005550006' }, 'type'],
    ['no type', { address: '+15005550006' }, 'type'],
    ['no address', { type: 'sms' }, 'address'],
    ['a number without a country', { type: 'sms', address: '030123456' }, 'address'],
    ['a number with blanks', { type: 'sms', address: '+49 30 123456' }, 'address'],
    ['a number of 16 digits', { type: 'voice', address: '+1234567890123456' }, 'address'],
    ['a number that begins with zero', { type: 'voice', address: '+0123456789' }, 'address'],
    ['a word for a number', { type: 'voice', address: 'home' }, 'address'],
    ['a number that is a number', { type: 'sms', address: 15005550006 }, 'address'],
    ['a phone number for mail', { type: 'email', address: '+15005550006' }, 'address'],
    [
      'a preVerified that is a word',
      { type: 'sms', address: '+15005550006', preVerified: 'yes' },
      'preVerified',
    ],
    ['a field that is not known', { type: 'sms', address: '+15005550006', verified: true }, 'verified'],
    ['no object', 'sms', ''],
  ])('answer 422 to %s', async (_name, body, path) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await rouse.api(
      'POST',
      pathOf(ana),
      typeof body === 'string' ? JSON.stringify(body) : body,
      { headers },
    );
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });

  it('of webhooks tell their secret once, and keep it out of the audit log', async () => {
    const added = await add(bo, { type: 'webhook', address: 'HTTPS://1.1.1.1:443/hook?a=b' }, bo.token);
    const { secret, ...method } = z.looseObject({ secret: z.string() }).parse(added.body);
    expect(method).toMatchObject({ type: 'webhook', address: 'https://1.1.1.1/hook?a=b', verified: false });
    expect(secret).toMatch(/^whsec_[\w-]{43}$/);
    expect(await listed(bo)).toContainEqual(method);
    const log = await rouse.get(`/api/v1/audit-log?objectId=${idOf(method)}`);
    expect(JSON.stringify(log)).toContain('contact-method.create');
    expect(JSON.stringify(log)).not.toContain(secret);
    expect((await add(bo, { type: 'webhook', address: 'https://1.1.1.1/hook?a=b' })).status).toBe(409);
  });

  it('say of an inside webhook nothing but that it is not allowed', async () => {
    for (const address of ['http://127.0.0.1:1/', `${rouse.url}/health/live`, 'http://nobody.invalid/']) {
      expect(await add(ana, { type: 'webhook', address })).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'address', message: 'The address is not allowed.' }] },
      });
    }
  });

  it('say why push is refused', async () => {
    expect(await add(ana, { type: 'push', address: 'x' })).toMatchObject({
      body: {
        errors: [{ path: 'type', message: 'push has no channel yet: use sms, voice, email, webhook' }],
      },
    });
  });

  it('answer 404 to ids of nobody and nothing', async () => {
    for (const id of [NOBODY, 'x']) {
      expect((await rouse.api('GET', `/api/v1/users/${id}/contact-methods`)).status).toBe(404);
      const body = { type: 'sms', address: '+15005550006' };
      expect((await rouse.api('POST', `/api/v1/users/${id}/contact-methods`, body)).status).toBe(404);
      expect((await rouse.api('DELETE', `/api/v1/contact-methods/${id}`)).status).toBe(404);
      expect(
        (await rouse.api('POST', `/api/v1/contact-methods/${id}/verify`, { code: '123456' })).status,
      ).toBe(404);
    }
  });

  describe('for those who page', () => {
    const book = () => rouse.app.get(ContactMethods);

    it('are found by their address when verified, also when the phone said STOP', async () => {
      const address = madeUpPhone();
      const cy = await rouse.person({ name: 'Cy', phone: address, voice: true });
      await add(ana, { type: 'sms', address });
      const { manager } = rouse.dataSource;
      const owners = [
        { userId: cy.id, contactMethodId: cy.methods.sms, type: 'sms' },
        { userId: cy.id, contactMethodId: cy.methods.voice, type: 'voice' },
      ];
      expect(await book().ownersOf(manager, address)).toEqual(owners);
      await book().disable(manager, address, 'The phone asked to stop.', ['sms']);
      expect(await book().ownersOf(manager, address)).toEqual(owners);
      expect((await listed(cy)).map(({ disabledReason }) => disabledReason)).toEqual([
        'The phone asked to stop.',
        null,
      ]);
    });

    it('are turned off and on again', async () => {
      const di = await rouse.person({ name: 'Di', phone: madeUpPhone() });
      const address = di.phone ?? '';
      const { manager } = rouse.dataSource;
      const planned = async () =>
        (await book().pagingPlans(manager, [di.id], 'high', new Date())).get(di.id)?.length;
      expect(await planned()).toBe(1);
      const off = await book().disable(manager, address, 'not a mobile number');
      expect(off).toEqual([{ userId: di.id, contactMethodId: di.methods.sms, type: 'sms' }]);
      expect(await book().disable(manager, address, 'stop')).toEqual([]);
      expect(await planned()).toBe(0);
      expect(await book().enable(manager, address, 'stop')).toEqual([]);
      expect(await book().enable(manager, address)).toEqual(off);
      expect(await planned()).toBe(1);
    });

    it('are proven by what comes back, and flagged after 90 days without', async () => {
      const { manager } = rouse.dataSource;
      const hal = await rouse.person({ name: 'Hal', phone: madeUpPhone(), voice: true });
      const ida = await rouse.person({ name: 'Ida', phone: hal.phone });
      await rouse.dataSource.query(
        `UPDATE contact_methods SET verified_at = rouse_now() - interval '91 days' WHERE address = $1`,
        [hal.phone],
      );
      const seen = async (person: Person) =>
        z
          .object({
            items: z.array(z.looseObject({ provenBy: z.string().nullable(), unproven: z.boolean() })),
          })
          .parse(await rouse.get(pathOf(person)))
          .items.map(({ provenBy, unproven }) => [provenBy, unproven]);
      expect(await seen(hal)).toEqual([
        [null, true],
        [null, true],
      ]);
      const [{ now }]: [{ now: Date }] = await manager.query('SELECT rouse_now() AS now');
      await book().prove(manager, { address: hal.phone ?? '', types: ['sms'] }, 'page-reply', now);
      await book().prove(manager, { id: hal.methods.voice ?? '' }, 'call-key', now);
      const before = new Date(now.getTime() - 1000);
      await book().prove(manager, { id: hal.methods.voice ?? '' }, 'test', before);
      expect(await seen(hal)).toEqual([
        ['page-reply', false],
        ['call-key', false],
      ]);
      expect(await seen(ida)).toEqual([['page-reply', false]]);
      await book().disable(manager, hal.phone ?? '', 'gone');
      await rouse.dataSource.query(
        `UPDATE contact_methods SET proven_at = rouse_now() - interval '91 days' WHERE address = $1`,
        [hal.phone],
      );
      // What takes no pages need not be proven.
      expect(await seen(ida)).toEqual([['page-reply', false]]);
    });

    it('are planned for many people in one query', async () => {
      const people = [
        await rouse.person({ name: 'Ed', phone: madeUpPhone(), voice: true, email: 'ed@example.org' }),
        await rouse.person({ name: 'Fay', phone: madeUpPhone(), voice: true }),
        await rouse.person({ name: 'Gus', phone: null }),
      ];
      const [ed, fay, gus] = people;
      if (!ed || !fay || !gus) throw new Error('three people were made');
      const rules = { high: [{ contactMethodId: fay.methods.voice, delaySeconds: 30 }], low: [] };
      await rouse.put(`/api/v1/users/${fay.id}/paging-rules`, rules, { token: fay.token });
      let queries = 0;
      const plans = await rouse.dataSource.transaction(async (manager) => {
        const query = manager.query.bind(manager);
        manager.query = (...given: Parameters<typeof query>) => {
          queries += 1;
          return query(...given);
        };
        return book().pagingPlans(
          manager,
          people.map(({ id }) => id),
          'high',
          new Date(),
        );
      });
      expect(queries).toBe(1);
      const told = people.map(({ id }) =>
        plans.get(id)?.map(({ type, delaySeconds }) => [type, delaySeconds]),
      );
      expect(told).toEqual([
        [
          ['sms', 0],
          ['email', 0],
          ['voice', 120],
        ],
        [['voice', 30]],
        [],
      ]);
    });
  });
});

describe('paging rules', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana', voice: true });
    bo = await rouse.person({ name: 'Bo' });
  });
  afterAll(() => rouse.stop());

  const put = (body: unknown, token = ana.token, id = ana.id) =>
    rouse.api('PUT', `/api/v1/users/${id}/paging-rules`, body, { token });
  const rule = (contactMethodId: unknown, delaySeconds: unknown = 0) => ({ contactMethodId, delaySeconds });

  it('are empty at first, kept in their order, and replaced as a whole', async () => {
    const path = `/api/v1/users/${ana.id}/paging-rules`;
    expect(await rouse.get(path, { token: ana.token })).toEqual({ high: [], low: [] });
    const rules = {
      high: [rule(ana.methods.voice), rule(ana.methods.sms, 60), rule(ana.methods.voice, 300)],
      low: [rule(ana.methods.sms, 86_400)],
    };
    expect(await put(rules)).toMatchObject({ status: 200, body: rules });
    expect(await rouse.get(path)).toEqual(rules);
    await put({ high: [], low: [] });
    expect(await rouse.get(path)).toEqual({ high: [], low: [] });
  });

  it('are for the person and admins', async () => {
    expect((await put({ high: [], low: [] }, bo.token)).status).toBe(403);
    expect(
      (await rouse.api('GET', `/api/v1/users/${ana.id}/paging-rules`, undefined, { token: bo.token })).status,
    ).toBe(403);
    expect((await put({ high: [], low: [] }, rouse.adminToken)).status).toBe(200);
    expect((await put({ high: [], low: [] }, rouse.adminToken, NOBODY)).status).toBe(404);
  });

  it('answer 422 with the path of each fault, and keep what was', async () => {
    const own = ana.methods.sms;
    await put({ high: [rule(own)], low: [] });
    const cases: [unknown, string[]][] = [
      [
        { high: [rule(own), rule(bo.methods.sms)], low: [rule(NOBODY)] },
        ['high.1.contactMethodId', 'low.0.contactMethodId'],
      ],
      [{ high: [rule('sms')], low: [] }, ['high.0.contactMethodId']],
      [{ high: [rule(own, -1)], low: [] }, ['high.0.delaySeconds']],
      [{ high: [rule(own, 86_401)], low: [] }, ['high.0.delaySeconds']],
      [{ high: [rule(own, 1.5)], low: [] }, ['high.0.delaySeconds']],
      [{ high: [rule(own, '0')], low: [] }, ['high.0.delaySeconds']],
      [{ high: [{ contactMethodId: own }], low: [] }, ['high.0.delaySeconds']],
      [{ high: Array.from({ length: 21 }, (_each, delay) => rule(own, delay)), low: [] }, ['high']],
      [{ high: [rule(own), rule(own, 5), rule(own)], low: [] }, ['high.2']],
      [{ high: [] }, ['low']],
      [{ high: [], low: [], medium: [] }, ['medium']],
      [null, ['']],
    ];
    for (const [body, paths] of cases) {
      expect(await put(body)).toMatchObject({
        status: 422,
        body: { errors: paths.map((path) => ({ path })) },
      });
    }
    expect(await rouse.get(`/api/v1/users/${ana.id}/paging-rules`)).toEqual({ high: [rule(own)], low: [] });
  });
});
