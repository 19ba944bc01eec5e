import type { Integration } from '../support/story.js';
import type { RunningRouse } from '../support/rouse.js';

/** A service that pages ana, with an integration of each type. */
export interface OneService {
  service: { id: string; name: string };
  eventsV2: Integration;
  alertmanager: Integration;
  generic: Integration;
}

export async function oneService(rouse: RunningRouse): Promise<OneService> {
  const ana = await rouse.person({ name: 'Ana' });
  const service = await rouse.service(await rouse.policy([{ page: [ana] }]), { urgency: 'severity' });
  return {
    service,
    eventsV2: await rouse.integration(service, 'events-v2'),
    alertmanager: await rouse.integration(service, 'alertmanager'),
    generic: await rouse.integration(service, 'generic'),
  };
}
