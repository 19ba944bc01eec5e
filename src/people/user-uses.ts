import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Finds what needs a person, as words for people: `the rotation of Checkout primary`. */
export type FindUserUses = (manager: EntityManager, userId: string) => Promise<readonly string[]>;

/** Rooms that build on people say here what of theirs needs one, so that this room need not know them. */
@Injectable()
export class UserUses {
  private readonly finders: FindUserUses[] = [];

  register(finder: FindUserUses): void {
    this.finders.push(finder);
  }

  async of(manager: EntityManager, userId: string): Promise<string[]> {
    const uses: string[] = [];
    for (const find of this.finders) uses.push(...(await find(manager, userId)));
    return uses;
  }
}
