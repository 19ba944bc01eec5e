import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactMethodVerificationController } from './contact-method-verification.controller.js';
import { ContactMethodVerification } from './contact-method-verification.js';
import { ContactMethodsController } from './contact-methods.controller.js';
import { ContactMethods } from './contact-methods.js';
import { NoticePreferencesController } from './notice-preferences.controller.js';
import { NoticePreferences } from './notice-preferences.js';
import { Notices } from './notices.js';
import { PagingPlansController } from './paging-plans.controller.js';
import { PagingPlans } from './paging-plans.js';
import { PagingRulesController } from './paging-rules.controller.js';
import { PagingRules } from './paging-rules.js';
import { TeamsController } from './teams.controller.js';
import { Teams } from './teams.js';
import { UserEntity } from './user.entity.js';
import { UserUses } from './user-uses.js';
import { UsersController } from './users.controller.js';
import { Users } from './users.js';
import { WakingTimesController } from './waking-times.controller.js';
import { WakingTimes } from './waking-times.js';

/** Users, teams, contact methods, paging rules, and what people are told. */
@Module({
  imports: [TypeOrmModule.forFeature([UserEntity])],
  controllers: [
    UsersController,
    TeamsController,
    ContactMethodsController,
    ContactMethodVerificationController,
    PagingRulesController,
    PagingPlansController,
    WakingTimesController,
    NoticePreferencesController,
  ],
  providers: [
    Users,
    UserUses,
    Teams,
    ContactMethods,
    ContactMethodVerification,
    PagingRules,
    PagingPlans,
    WakingTimes,
    Notices,
    NoticePreferences,
  ],
  exports: [Users, UserUses, Teams, ContactMethods, PagingRules, Notices],
})
export class PeopleModule {}
