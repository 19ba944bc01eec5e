import { Module } from '@nestjs/common';
import { AuditorModule } from './auditor/auditor.module.js';
import { ChannelsModule } from './channels/channels.module.js';
import { PagingEngineModule } from './engine/paging-engine.module.js';
import { NoticesModule } from './notices/notices.module.js';
import { TelephoneModule } from './telephone.module.js';
import { TestPagesModule } from './test-pages/test-pages.module.js';

/** Everything between a deadline and a person's answer. */
@Module({
  imports: [
    PagingEngineModule,
    ChannelsModule,
    TelephoneModule,
    TestPagesModule,
    NoticesModule,
    AuditorModule,
  ],
})
export class PagingModule {}
