import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { impossible } from '../platform/http/problem.js';
import { utcTimeSchema } from '../platform/http/times.js';
import { renderSchedule } from './rendering/render-schedule.js';
import { readAbsences, readSchedule } from './schedule-reader.js';
import { renderingSchema, toRenderingView } from './schedule-view.js';
import { windowFaults, type ScheduleWindow } from './schedule-window.js';

/** Each layer of a schedule alone, and when who takes part in them is away. */
export const layerShiftsSchema = z
  .object({
    layers: z.array(renderingSchema.extend({ layerId: z.string(), name: z.string() })),
    absences: z.array(z.object({ userId: z.string(), start: utcTimeSchema, end: utcTimeSchema })),
  })
  .meta({ id: 'LayerShifts' });
export type LayerShiftsView = z.output<typeof layerShiftsSchema>;

/** What the final shifts are made of: each layer as if it were the only one, by its rules as they are now. */
@Injectable()
export class LayerShifts {
  constructor(private readonly dataSource: DataSource) {}

  /** In the order of the layers. Two queries, however many there are. @throws Problem 404, or 422 for a window that holds too much */
  async within(scheduleId: string, window: ScheduleWindow): Promise<LayerShiftsView> {
    const { manager } = this.dataSource;
    const { timeZone, layers } = await readSchedule(manager, scheduleId);
    const faults = windowFaults({ timeZone, layers }, window);
    if (faults.length > 0) throw impossible(faults);
    const participants = [...new Set(layers.flatMap((layer) => layer.participants))];
    const absences = await readAbsences(manager, participants, window);
    return {
      layers: layers.map((layer) => ({
        layerId: layer.id,
        name: layer.name,
        ...toRenderingView(renderSchedule({ timeZone, layers: [layer], overrides: [], absences }, window)),
      })),
      absences: absences.map(({ userId, start, end }) => ({
        userId,
        start: start.toISOString(),
        end: end.toISOString(),
      })),
    };
  }
}
