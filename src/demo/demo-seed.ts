import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { hashTokenSecret, newTokenSecret } from '../access/token-secret.js';
import { newIntegrationKey } from '../catalog/integration-key.js';
import { IntegrationKeys } from '../catalog/integration-keys.js';
import { Integrations } from '../catalog/integrations.js';
import { ServiceCatalog } from '../catalog/service-catalog.js';
import { EscalationPolicies } from '../escalations/escalation-policies.js';
import { ContactMethods } from '../people/contact-methods.js';
import { Teams } from '../people/teams.js';
import { Users } from '../people/users.js';
import { newId } from '../platform/database/identifier.js';
import { Schedules } from '../schedules/schedules.js';
import { keepDemoSecrets, readDemoSecrets, type DemoSecrets } from './demo-secrets.js';
import { DEMO_PEOPLE, demoSchedule, type DemoPerson } from './demo-team.js';

/** How long the demo waits before a phone rings, and before the next person is paged. Short, for whoever watches. */
const VOICE_AFTER_SECONDS = 20;
const ESCALATE_AFTER_SECONDS = 60;

/** A small team with a rotation, a policy, a service and a way in, so that a newcomer can page somebody at once. */
@Injectable()
export class DemoSeed {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: Users,
    private readonly teams: Teams,
    private readonly contactMethods: ContactMethods,
    private readonly schedules: Schedules,
    private readonly policies: EscalationPolicies,
    private readonly services: ServiceCatalog,
    private readonly integrations: Integrations,
    private readonly integrationKeys: IntegrationKeys,
  ) {}

  /**
   * Seeds an empty database, all of it or nothing; does nothing where anything exists.
   * The secrets are kept before the commit: a process that dies between the two leaves no demo that nobody can enter.
   */
  async seed(dataDir: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('demo', 0))`);
      if (!(await isEmpty(manager))) return;
      const secrets = { token: newTokenSecret(), integrationKey: newIntegrationKey() };
      await this.fill(manager, secrets);
      await keepDemoSecrets(dataDir, secrets);
    });
  }

  /** The kept secrets, while they still open the door: null for another database, or once they were revoked. */
  async secrets(dataDir: string): Promise<DemoSecrets | null> {
    const secrets = await readDemoSecrets(dataDir);
    if (secrets === null) return null;
    const known = await this.dataSource.query<unknown[]>(
      `SELECT 1 FROM api_tokens WHERE token_hash = $1 AND revoked_at IS NULL`,
      [hashTokenSecret(secrets.token)],
    );
    const integration = await this.integrationKeys.find(secrets.integrationKey);
    return known.length > 0 && integration !== null ? secrets : null;
  }

  private async fill(manager: EntityManager, secrets: DemoSecrets): Promise<void> {
    const ids = {
      ana: await this.addPerson(manager, DEMO_PEOPLE.ana),
      cy: await this.addPerson(manager, DEMO_PEOPLE.cy),
      bo: await this.addPerson(manager, DEMO_PEOPLE.bo),
      dee: await this.addPerson(manager, DEMO_PEOPLE.dee),
    };
    const team = await this.teams.createWithin(manager, 'system', {
      name: 'Checkout',
      members: [
        { userId: ids.ana, role: DEMO_PEOPLE.ana.teamRole },
        { userId: ids.cy, role: DEMO_PEOPLE.cy.teamRole },
        { userId: ids.bo, role: DEMO_PEOPLE.bo.teamRole },
        { userId: ids.dee, role: DEMO_PEOPLE.dee.teamRole },
      ],
    });
    const schedule = await this.schedules.createWithin(manager, 'system', demoSchedule(ids, team.id));
    const policy = await this.policies.createWithin(manager, 'system', {
      name: 'Checkout: who is on call, then the rest',
      teamId: team.id,
      repeat: 1,
      lastResort: [],
      handOffTo: null,
      steps: [
        { targets: [{ type: 'schedule', id: schedule.id }], escalateAfterSeconds: ESCALATE_AFTER_SECONDS },
        {
          targets: [
            { type: 'user', id: ids.cy },
            { type: 'user', id: ids.dee },
          ],
          escalateAfterSeconds: ESCALATE_AFTER_SECONDS,
        },
      ],
    });
    const service = await this.services.createWithin(manager, 'system', {
      name: 'Checkout',
      teamId: team.id,
      escalationPolicyId: policy.id,
      timeZone: 'UTC',
      urgency: 'high',
      supportHours: null,
      grouping: { by: 'none' },
      flapping: { opens: 3, withinSeconds: 900, quietSeconds: 300 },
      ackTimeoutSeconds: null,
      autoResolveSeconds: null,
    });
    await this.integrations.create(
      manager,
      'system',
      service.id,
      { type: 'events-v2', name: 'Monitoring' },
      secrets.integrationKey,
    );
    await manager.query(
      `INSERT INTO api_tokens (id, user_id, name, token_hash) VALUES ($1, $2, 'demo', $3)`,
      [newId(), ids.ana, hashTokenSecret(secrets.token)],
    );
  }

  private async addPerson(manager: EntityManager, person: DemoPerson): Promise<string> {
    const { name, email, timeZone, role } = person;
    const user = await this.users.createWithin(manager, 'system', { name, email, timeZone, role });
    const methods = await Promise.all([
      this.contactMethods.createWithin(manager, 'system', user.id, {
        type: 'sms',
        address: person.phone,
        preVerified: true,
      }),
      this.contactMethods.createWithin(manager, 'system', user.id, {
        type: 'voice',
        address: person.phone,
        preVerified: true,
      }),
    ]);
    await manager.query(
      `INSERT INTO paging_rules (user_id, urgency, position, contact_method_id, delay_seconds)
       SELECT $1, urgency, place, method, delay
       FROM unnest(array['high', 'low']) AS urgency,
            unnest($2::uuid[], $3::int[]) WITH ORDINALITY AS rule (method, delay, place)`,
      [user.id, methods.map((method) => method.id), [0, VOICE_AFTER_SECONDS]],
    );
    return user.id;
  }
}

/** Nothing there but, perhaps, the admin of ROUSE_ADMIN_TOKEN. */
async function isEmpty(manager: EntityManager): Promise<boolean> {
  const [row] = await manager.query<{ empty: boolean }[]>(
    `SELECT NOT EXISTS (SELECT 1 FROM services) AND NOT EXISTS (SELECT 1 FROM schedules)
        AND NOT EXISTS (SELECT 1 FROM teams)
        AND (SELECT count(*) FROM users WHERE email <> 'administrator@localhost') = 0 AS empty`,
  );
  return row?.empty ?? false;
}
