import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Finds what uses a policy, as words for people: `the service Checkout`. */
export type FindPolicyUses = (manager: EntityManager, policyId: string) => Promise<readonly string[]>;

/** Rooms that build on policies say here what of theirs uses one, so that this room need not know them. */
@Injectable()
export class PolicyUses {
  private readonly finders: FindPolicyUses[] = [];

  register(finder: FindPolicyUses): void {
    this.finders.push(finder);
  }

  async of(manager: EntityManager, policyId: string): Promise<string[]> {
    const uses: string[] = [];
    for (const find of this.finders) uses.push(...(await find(manager, policyId)));
    return uses;
  }
}
