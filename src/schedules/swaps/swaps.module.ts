import { Module } from '@nestjs/common';
import { PeopleModule } from '../../people/people.module.js';
import { SchedulesModule } from '../schedules.module.js';
import { AnswerPageController } from './answer-page/answer-page.controller.js';
import { OfferedShifts } from './offered-shifts.js';
import { SwapAnswers } from './swap-answers.js';
import { SwapClosing } from './swap-closing.js';
import { SwapDepartures } from './swap-departures.js';
import { SwapDoors } from './swap-doors.js';
import { SwapNotices } from './swap-notices.js';
import { SwapScan } from './swap-scan.js';
import { Swaps } from './swaps.js';
import { SwapsController } from './swaps.controller.js';

/** How teammates trade shifts. */
@Module({
  imports: [PeopleModule, SchedulesModule],
  controllers: [SwapsController, AnswerPageController],
  providers: [OfferedShifts, Swaps, SwapAnswers, SwapClosing, SwapNotices, SwapDoors, SwapScan, SwapDepartures],
  exports: [SwapDoors, SwapScan],
})
export class SwapsModule {}
