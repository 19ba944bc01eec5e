import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { newId } from '../platform/database/identifier.js';
import { impossible } from '../platform/http/problem.js';
import { renderSchedule } from './rendering/render-schedule.js';
import type { ScheduleDefinition } from './rendering/schedule-definition.js';
import type { ScheduleDraftInput } from './schedule-input.js';
import { draftFaults } from './schedule-input-faults.js';
import { defineSchedules, readSchedule } from './schedule-reader.js';
import { toRenderingView, type RenderingView } from './schedule-view.js';
import { windowFaults, type PreviewInput, type ScheduleWindow } from './schedule-window.js';

/** Who is on call within a window, of schedules that are stored and of drafts. */
@Injectable()
export class Shifts {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws Problem 404, or 422 for a window that holds too much */
  async within(scheduleId: string, window: ScheduleWindow): Promise<RenderingView> {
    const { manager } = this.dataSource;
    const schedule = await readSchedule(manager, scheduleId);
    const definition = (await defineSchedules(manager, [schedule], window)).get(schedule.id);
    if (!definition) throw new Error(`schedule ${schedule.id} was read but not defined`);
    return render(definition, window);
  }

  /** Renders a draft by the rules alone. @throws Problem 422 with the path of each fault */
  preview({ schedule, from, to }: PreviewInput): RenderingView {
    const definition = defineDraft(schedule);
    const faults = draftFaults(definition, ['schedule']);
    if (faults.length > 0) throw impossible(faults);
    return render(definition, { from, to });
  }
}

function render(definition: ScheduleDefinition, window: ScheduleWindow): RenderingView {
  const faults = windowFaults(definition, window);
  if (faults.length > 0) throw impossible(faults);
  return toRenderingView(renderSchedule(definition, window));
}

function defineDraft({ timeZone, layers, overrides, absences }: ScheduleDraftInput): ScheduleDefinition {
  const identified = <Thing extends { id?: string | undefined }>(thing: Thing) => ({
    ...thing,
    id: thing.id ?? newId(),
  });
  return {
    timeZone,
    layers: layers.map(({ name: _name, ...layer }) => identified(layer)),
    overrides: overrides.map(identified),
    absences,
  };
}
