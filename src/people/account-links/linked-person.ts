import type { EntityManager } from 'typeorm';
import type { Principal } from '../../access/principal.js';
import type { Role } from '../../access/role.js';
import { notFound } from '../../platform/http/problem.js';
import type { AccountLink } from './account-links.js';

/** A person as a link's page and mails tell of them. */
export interface LinkedPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly role: Role;
}

/** @throws Problem 404 for somebody who is not there, or has left */
export async function personOf(manager: EntityManager, userId: string): Promise<LinkedPerson> {
  const [person] = await manager.query<LinkedPerson[]>(
    'SELECT id, name, email, time_zone AS "timeZone", role FROM current_users WHERE id = $1',
    [userId],
  );
  if (!person) throw notFound('user');
  return person;
}

/** Whoever comes by a link acts as its person, for what the link is for: this is who the audit log names. */
export function linkPrincipal(person: LinkedPerson, link: AccountLink, sourceAddress: string): Principal {
  return {
    userId: person.id,
    name: person.name,
    role: person.role,
    teams: new Map(),
    scopes: null,
    credential: { kind: 'message', id: link.id },
    sourceAddress,
  };
}
