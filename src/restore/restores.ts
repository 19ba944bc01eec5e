import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import type { Principal } from '../access/principal.js';
import { HeldIncidents } from '../incidents/held-incidents.js';
import { toPage, type PageQuery } from '../platform/http/pagination.js';
import { conflict } from '../platform/http/problem.js';
import type { HeldIncidentPage, RestoreState, Resume } from './restore-schema.js';

interface RestoreRow {
  readonly id: string;
  readonly restoredAt: Date;
  readonly stateOf: Date | null;
  readonly heldAtFirst: number;
  readonly decision: Resume['which'] | null;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
}

/** What is held since the last restore, and what an admin decides about it. */
@Injectable()
export class Restores {
  constructor(
    private readonly dataSource: DataSource,
    private readonly incidents: HeldIncidents,
    private readonly auditLog: AuditLog,
  ) {}

  async state(): Promise<RestoreState> {
    const { manager } = this.dataSource;
    const last = await lastRestore(manager);
    return { heldCount: await this.incidents.count(), restore: last && toView(last) };
  }

  async held(query: PageQuery): Promise<HeldIncidentPage> {
    const page = toPage(await this.incidents.page(query), query.limit);
    return {
      ...page,
      items: page.items.map((incident) => ({
        ...incident,
        createdAt: incident.createdAt.toISOString(),
        heldSince: incident.heldSince.toISOString(),
      })),
    };
  }

  /**
   * Decides for everything that is held; may be asked again, and then decides for what is still held.
   * @throws Problem 409 where there was no restore
   */
  async decide(principal: Principal, { which }: Resume): Promise<RestoreState> {
    await this.dataSource.transaction((manager) => this.write(manager, principal, which));
    if (which === 'all') {
      const actor = { type: 'user', userId: principal.userId, via: 'api' } as const;
      await this.incidents.resumeAll(actor, 'an admin let it go on after the restore');
    }
    return this.state();
  }

  private async write(manager: EntityManager, principal: Principal, which: Resume['which']): Promise<void> {
    const before = await lastRestore(manager);
    if (!before) throw conflict('Nothing is held: this Rouse was never restored from a backup.');
    await manager.query(
      `UPDATE restores SET decision = $2, decided_at = rouse_now(), decided_by = $3 WHERE id = $1`,
      [before.id, which, principal.userId],
    );
    await this.auditLog.record(manager, principal, {
      action: 'restore.decide',
      objectType: 'restore',
      objectId: before.id,
      before: { decision: before.decision },
      after: { decision: which, heldCount: await this.incidents.count(manager) },
    });
  }
}

async function lastRestore(manager: EntityManager): Promise<RestoreRow | null> {
  const [row] = await manager.query<RestoreRow[]>(
    `SELECT id, restored_at AS "restoredAt", state_of AS "stateOf", held_count AS "heldAtFirst", decision,
            decided_at AS "decidedAt", decided_by AS "decidedBy"
     FROM restores ORDER BY id DESC LIMIT 1`,
  );
  return row ?? null;
}

const toView = ({
  restoredAt,
  stateOf,
  decidedAt,
  heldAtFirst,
  decision,
  decidedBy,
}: RestoreRow): RestoreState['restore'] => ({
  restoredAt: restoredAt.toISOString(),
  stateOf: stateOf?.toISOString() ?? null,
  heldAtFirst,
  decision,
  decidedAt: decidedAt?.toISOString() ?? null,
  decidedBy,
});
