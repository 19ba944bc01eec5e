import { Module } from '@nestjs/common';
import { PeopleModule } from '../../people/people.module.js';
import { SchedulesModule } from '../schedules.module.js';
import { CalendarController } from './calendar.controller.js';
import { CalendarFeedsController } from './calendar-feeds.controller.js';
import { FeedDepartures } from './feed-departures.js';
import { CalendarFeeds } from './calendar-feeds.js';
import { CalendarReader } from './calendar-reader.js';

/** Shifts for calendar programs. */
@Module({
  imports: [PeopleModule, SchedulesModule],
  controllers: [CalendarFeedsController, CalendarController],
  providers: [CalendarFeeds, CalendarReader, FeedDepartures],
})
export class CalendarFeedsModule {}
