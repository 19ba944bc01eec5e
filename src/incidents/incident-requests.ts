import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { conflict } from '../platform/http/problem.js';
import type { ActionOutcome } from './action-outcome.js';
import type { Actor } from './actor.js';
import { IncidentActions, type PlainAction, type Reassignment } from './incident-actions.js';
import { IncidentChanges, type IncidentChange } from './incident-changes.js';
import { IncidentMerge } from './incident-merge.js';
import { IncidentNotes } from './incident-notes.js';
import { IncidentReader } from './incident-reader.js';
import type { IncidentView } from './incident.schema.js';

/**
 * What people ask of incidents over the API. Every one answers with the incident as it is then.
 * @throws Problem 404; 409 with the incident where somebody or something was quicker; 422 for an id that names nothing
 */
@Injectable()
export class IncidentRequests {
  constructor(
    private readonly actions: IncidentActions,
    private readonly merging: IncidentMerge,
    private readonly changes: IncidentChanges,
    private readonly notes: IncidentNotes,
    private readonly reader: IncidentReader,
  ) {}

  async act(action: PlainAction, incidentId: string, principal: Principal): Promise<IncidentView> {
    return this.answer(incidentId, await this.actions.act(action, incidentId, actorOf(principal)));
  }

  async snooze(incidentId: string, seconds: number, principal: Principal): Promise<IncidentView> {
    return this.answer(incidentId, await this.actions.snooze(incidentId, seconds, actorOf(principal)));
  }

  async reassign(incidentId: string, to: Reassignment, principal: Principal): Promise<IncidentView> {
    return this.answer(incidentId, await this.actions.reassign(incidentId, to, actorOf(principal)));
  }

  async merge(incidentId: string, into: string, principal: Principal): Promise<IncidentView> {
    return this.answer(incidentId, await this.merging.merge(incidentId, into, actorOf(principal)));
  }

  async change(incidentId: string, change: IncidentChange, principal: Principal): Promise<IncidentView> {
    return this.answer(incidentId, await this.changes.change(incidentId, change, principal));
  }

  async note(incidentId: string, text: string, principal: Principal): Promise<IncidentView> {
    await this.notes.add(incidentId, text, principal);
    return this.reader.one(incidentId);
  }

  private async answer(incidentId: string, outcome: ActionOutcome): Promise<IncidentView> {
    const incident = await this.reader.one(incidentId);
    if (outcome.kind === 'too-late') throw conflict(outcome.detail, { incident });
    return incident;
  }
}

const actorOf = ({ userId }: Principal): Actor => ({ type: 'user', userId, via: 'api' });
