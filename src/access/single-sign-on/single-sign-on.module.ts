import { Module } from '@nestjs/common';
import { IdentityProvider } from './identity-provider.js';
import { ProviderLinksController } from './provider-links.controller.js';
import { ProviderPeople } from './provider-people.js';
import { SignInMethodsController } from './sign-in-methods.controller.js';
import { SignOnAttempts } from './sign-on-attempts.js';
import { SingleSignOnController } from './single-sign-on.controller.js';
import { SingleSignOn } from './single-sign-on.js';

/** Signing in by the organisation's identity provider. */
@Module({
  controllers: [SingleSignOnController, SignInMethodsController, ProviderLinksController],
  providers: [SingleSignOn, IdentityProvider, SignOnAttempts, ProviderPeople],
})
export class SingleSignOnModule {}
