import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PeopleModule } from '../people/people.module.js';
import { UserUses } from '../people/user-uses.js';
import { Absences } from './absences/absences.js';
import { AbsencesController } from './absences/absences.controller.js';
import { ScheduleDepartures } from './departures/schedule-departures.js';
import { FinalShifts } from './final-shifts.js';
import { LayerShifts } from './layer-shifts.js';
import { RecordingScan } from './history/recording-scan.js';
import { ShiftRecorder } from './history/shift-recorder.js';
import { OnCall } from './on-call.js';
import { OnCallController } from './on-call.controller.js';
import { OverrideEntity } from './override.entity.js';
import { Overrides } from './overrides.js';
import { OverridesController } from './overrides.controller.js';
import { OwnSchedules } from './own-schedules.js';
import { SchedulePreview } from './schedule-preview.js';
import { ScheduleUses } from './schedule-uses.js';
import { ScheduleVersions } from './schedule-versions.js';
import { Schedules } from './schedules.js';
import { SchedulesController } from './schedules.controller.js';
import { Shifts } from './shifts.js';
import { ShiftsController } from './shifts.controller.js';
import { schedulesThatNeed } from './schedules-that-need.js';
import { Agreements } from './swaps/agreements.js';

@Module({
  imports: [PeopleModule, TypeOrmModule.forFeature([OverrideEntity])],
  controllers: [
    SchedulesController,
    ShiftsController,
    OnCallController,
    OverridesController,
    AbsencesController,
  ],
  providers: [
    Schedules,
    SchedulePreview,
    Shifts,
    LayerShifts,
    FinalShifts,
    ShiftRecorder,
    RecordingScan,
    OnCall,
    OwnSchedules,
    Overrides,
    Absences,
    Agreements,
    ScheduleUses,
    ScheduleVersions,
    ScheduleDepartures,
  ],
  exports: [Schedules, FinalShifts, Overrides, OnCall, ScheduleUses],
})
export class SchedulesModule implements OnModuleInit {
  constructor(private readonly userUses: UserUses) {}

  onModuleInit(): void {
    this.userUses.register(schedulesThatNeed);
  }
}
