import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ServiceView } from './service-schema.js';

/** Does what follows from a change of a service, in its transaction. The service's row is locked. */
export type FollowServiceChange = (
  manager: EntityManager,
  before: ServiceView,
  after: ServiceView,
) => Promise<void>;

/** Rooms that keep deadlines by what a service says follow its changes, so that this room need not know them. */
@Injectable()
export class ServiceChanges {
  private readonly followers: FollowServiceChange[] = [];

  /** To be called from a module's `onModuleInit`. */
  register(follower: FollowServiceChange): void {
    this.followers.push(follower);
  }

  async tell(manager: EntityManager, before: ServiceView, after: ServiceView): Promise<void> {
    for (const follow of this.followers) await follow(manager, before, after);
  }
}
