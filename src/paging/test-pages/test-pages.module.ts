import { Module } from '@nestjs/common';
import { PeopleModule } from '../../people/people.module.js';
import { ContactTestStore } from './contact-test-store.js';
import { ContactTestsController } from './contact-tests.controller.js';
import { ContactTests } from './contact-tests.js';

/** Test pages: does what goes there reach its owner? */
@Module({
  imports: [PeopleModule],
  controllers: [ContactTestsController],
  providers: [ContactTestStore, ContactTests],
  exports: [ContactTests],
})
export class TestPagesModule {}
