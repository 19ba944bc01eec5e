import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { IncidentsModule } from '../incidents/incidents.module.js';
import { NoticesModule } from '../paging/notices/notices.module.js';
import { PeopleModule } from '../people/people.module.js';
import { SwapsModule } from '../schedules/swaps/swaps.module.js';
import { RestoreController } from './restore.controller.js';
import { RestoreHold } from './restore-hold.js';
import { RestoreWatch } from './restore-watch.js';
import { Restores } from './restores.js';

/** Stands above the rooms: a database that comes back from a backup concerns them all. */
@Module({
  imports: [AccessModule, PeopleModule, SwapsModule, IncidentsModule, NoticesModule],
  controllers: [RestoreController],
  providers: [RestoreHold, RestoreWatch, Restores],
})
export class RestoreModule {}
