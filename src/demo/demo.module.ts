import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.js';
import { EscalationsModule } from '../escalations/escalations.module.js';
import { PeopleModule } from '../people/people.module.js';
import { SchedulesModule } from '../schedules/schedules.module.js';
import { DemoSeed } from './demo-seed.js';

@Module({
  imports: [PeopleModule, SchedulesModule, EscalationsModule, CatalogModule],
  providers: [DemoSeed],
  exports: [DemoSeed],
})
export class DemoModule {}
