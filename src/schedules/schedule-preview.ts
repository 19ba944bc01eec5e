import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isId, newId } from '../platform/database/identifier.js';
import { impossible } from '../platform/http/problem.js';
import { renderSchedule } from './rendering/render-schedule.js';
import type { ScheduleDefinition } from './rendering/schedule-definition.js';
import type { ScheduleDraftInput } from './schedule-input.js';
import { draftFaults } from './schedule-input-faults.js';
import { findSchedule, readAbsences, readOverrides } from './schedule-reader.js';
import { warningsOf } from './schedule-warnings.js';
import { ageFaults, windowFaults, type PreviewInput, type ScheduleWindow } from './schedule-window.js';
import { toPreviewView, type PreviewView } from './preview-view.js';
import { shiftDifference, type ShiftDifference } from './shift-difference.js';

/** What a draft would mean: by the rules alone, without any history, and saved nowhere. */
@Injectable()
export class SchedulePreview {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws Problem 422 with the path of each fault, and for a `scheduleId` of nothing */
  async preview({ schedule, scheduleId, from, to }: PreviewInput): Promise<PreviewView> {
    const { manager } = this.dataSource;
    const window = { from, to };
    const draft = defineDraft(schedule);
    const faults = draftFaults(draft, ['schedule']);
    if (faults.length > 0) throw impossible(faults);
    const aged = ageFaults(draft, window);
    if (aged.length > 0) throw impossible(aged);
    requireFits(draft, window);
    return toPreviewView(
      renderSchedule(draft, window),
      await warningsOf(manager, draft, ['schedule']),
      scheduleId === undefined ? null : await difference(manager, scheduleId, draft, window),
    );
  }
}

/**
 * What putting the draft in place of a schedule would change: both sides with the overrides and absences that are
 * stored, since those stay, and the draft's own on top of its side.
 */
async function difference(
  manager: EntityManager,
  scheduleId: string,
  draft: ScheduleDefinition,
  window: ScheduleWindow,
): Promise<ShiftDifference> {
  const current = await findSchedule(manager, scheduleId);
  if (!current) {
    throw impossible([{ path: 'scheduleId', message: 'is not the id of a schedule that exists' }]);
  }
  const { timeZone, layers } = current;
  requireFits(current, window);
  const participants = [...layers, ...draft.layers].flatMap((layer) => layer.participants);
  const overrides = await readOverrides(manager, scheduleId, window);
  const absences = await readAbsences(manager, participants.filter(isId), window);
  const changed = {
    ...draft,
    overrides: [...overrides, ...draft.overrides],
    absences: [...absences, ...draft.absences],
  };
  return shiftDifference(
    renderSchedule({ timeZone, layers, overrides, absences }, window),
    renderSchedule(changed, window),
  );
}

function requireFits(
  definition: Pick<ScheduleDefinition, 'timeZone' | 'layers'>,
  window: ScheduleWindow,
): void {
  const faults = windowFaults(definition, window);
  if (faults.length > 0) throw impossible(faults);
}

function defineDraft({ timeZone, layers, overrides, absences }: ScheduleDraftInput): ScheduleDefinition {
  const identified = <Thing extends { id?: string | undefined }>(thing: Thing) => ({
    ...thing,
    id: thing.id ?? newId(),
  });
  return {
    timeZone,
    layers: layers.map((layer, index) => ({
      ...identified(layer),
      name: layer.name ?? `layer ${index + 1}`,
    })),
    overrides: overrides.map(identified),
    absences,
  };
}
