import { Module } from '@nestjs/common';
import { IncidentsModule } from '../incidents/incidents.module.js';
import { PeopleModule } from '../people/people.module.js';
import { SchedulesModule } from '../schedules/schedules.module.js';
import { SwapsModule } from '../schedules/swaps/swaps.module.js';
import { ProviderRequests } from './channels/provider-requests.js';
import { StatusReports } from './channels/status-reports.js';
import { TwilioSignatureGuard } from './channels/twilio/webhooks/twilio-signature.guard.js';
import { TwilioWebhooks } from './channels/twilio/webhooks/twilio-webhooks.js';
import { TwilioController } from './channels/twilio/webhooks/twilio.controller.js';
import { CodedReplies } from './replies/coded-replies.js';
import { IncidentReplies } from './replies/incident-replies.js';
import { PageDoors } from './replies/page-link/page-doors.js';
import { PageLinkController } from './replies/page-link/page-link.controller.js';
import { PhoneOwners } from './replies/phone-owners.js';
import { PhonePages } from './replies/phone-pages.js';
import { ProofsOfReach } from './replies/proofs-of-reach.js';
import { ReplyGuard } from './replies/reply-guard.js';
import { ReplyHints } from './replies/reply-hints.js';
import { SmsReplies } from './replies/sms-replies.js';
import { VoiceConversation } from './replies/voice-conversation.js';
import { WhoIsOnCall } from './replies/who-is-on-call.js';
import { SimulatedCalls } from './simulator/simulated-calls.js';
import { SimulatedNetwork } from './simulator/simulated-network.js';
import { SimulatedPhones } from './simulator/simulated-phones.js';
import { SimulatorController } from './simulator/simulator.controller.js';
import { SimulatorGuard } from './simulator/simulator.guard.js';
import { TestPagesModule } from './test-pages/test-pages.module.js';

/** What comes in by telephone: replies, keys and receipts, through Twilio's webhooks or the simulator. */
@Module({
  imports: [PeopleModule, SchedulesModule, SwapsModule, IncidentsModule, TestPagesModule],
  controllers: [TwilioController, PageLinkController, SimulatorController],
  providers: [
    ProviderRequests,
    StatusReports,
    PhonePages,
    PhoneOwners,
    IncidentReplies,
    CodedReplies,
    ReplyHints,
    ReplyGuard,
    ProofsOfReach,
    PageDoors,
    WhoIsOnCall,
    SmsReplies,
    VoiceConversation,
    TwilioSignatureGuard,
    TwilioWebhooks,
    SimulatorGuard,
    SimulatedPhones,
    SimulatedCalls,
    SimulatedNetwork,
  ],
})
export class TelephoneModule {}
