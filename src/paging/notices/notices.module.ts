import { Module } from '@nestjs/common';
import { PeopleModule } from '../../people/people.module.js';
import { NoticeSender } from './notice-sender.js';
import { NoticeStore } from './notice-store.js';

/** What people are told beside pages: the sender of the outbox. */
@Module({
  imports: [PeopleModule],
  providers: [NoticeStore, NoticeSender],
})
export class NoticesModule {}
