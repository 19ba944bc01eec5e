import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountLinkPurge } from './account-links/account-link-purge.js';
import { AccountMails } from './account-links/account-mails.js';
import { ContactMethodVerificationController } from './contact-method-verification.controller.js';
import { ContactMethodVerification } from './contact-method-verification.js';
import { ContactMethodsController } from './contact-methods.controller.js';
import { ContactMethods } from './contact-methods.js';
import { EmailChangePageController } from './email-changes/email-change-page.controller.js';
import { EmailChangesController } from './email-changes/email-changes.controller.js';
import { EmailChanges } from './email-changes/email-changes.js';
import { InvitationAcceptance } from './invitations/invitation-acceptance.js';
import { InvitationPageController } from './invitations/invitation-page.controller.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { Invitations } from './invitations/invitations.js';
import { DepartureRooms } from './departures/departure-rooms.js';
import { DeparturesController } from './departures/departures.controller.js';
import { Departures } from './departures/departures.js';
import { NoticePreferencesController } from './notice-preferences.controller.js';
import { NoticePreferences } from './notice-preferences.js';
import { Notices } from './notices.js';
import { PagingPlansController } from './paging-plans.controller.js';
import { PagingPlans } from './paging-plans.js';
import { PagingRulesController } from './paging-rules.controller.js';
import { PagingRules } from './paging-rules.js';
import { PasswordResetCompletion } from './password-resets/password-reset-completion.js';
import { PasswordResetLinks } from './password-resets/password-reset-links.js';
import { PasswordResetPageController } from './password-resets/password-reset-page.controller.js';
import { PasswordResetRequests } from './password-resets/password-reset-requests.js';
import { PasswordResetsController } from './password-resets/password-resets.controller.js';
import { ReachabilityController } from './reachability.controller.js';
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
    DeparturesController,
    ReachabilityController,
    TeamsController,
    ContactMethodsController,
    ContactMethodVerificationController,
    PagingRulesController,
    PagingPlansController,
    WakingTimesController,
    NoticePreferencesController,
    InvitationsController,
    InvitationPageController,
    PasswordResetsController,
    PasswordResetPageController,
    EmailChangesController,
    EmailChangePageController,
  ],
  providers: [
    Users,
    UserUses,
    Departures,
    DepartureRooms,
    Teams,
    ContactMethods,
    ContactMethodVerification,
    PagingRules,
    PagingPlans,
    WakingTimes,
    Notices,
    NoticePreferences,
    AccountMails,
    AccountLinkPurge,
    Invitations,
    InvitationAcceptance,
    PasswordResetLinks,
    PasswordResetRequests,
    PasswordResetCompletion,
    EmailChanges,
  ],
  exports: [Users, UserUses, DepartureRooms, Teams, ContactMethods, PagingRules, Notices],
})
export class PeopleModule {}
