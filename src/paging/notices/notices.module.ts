import { Module } from '@nestjs/common';
import { PeopleModule } from '../../people/people.module.js';
import { SchedulesModule } from '../../schedules/schedules.module.js';
import { CoverageTelling } from './coverage-telling.js';
import { DutyTelling } from './duty-telling.js';
import { NoticeSender } from './notice-sender.js';
import { NoticeStore } from './notice-store.js';
import { ScheduleLooks } from './schedule-looks.js';
import { TellingScan } from './telling-scan.js';
import { UnprovenTelling } from './unproven-telling.js';

/** What people are told beside pages: looking for it, and the sender of the outbox. */
@Module({
  imports: [PeopleModule, SchedulesModule],
  providers: [
    NoticeStore,
    NoticeSender,
    ScheduleLooks,
    DutyTelling,
    CoverageTelling,
    UnprovenTelling,
    TellingScan,
  ],
  exports: [DutyTelling],
})
export class NoticesModule {}
