import { z } from 'zod';
import type { Asker, TeamRole } from '../../src/access/authorization.js';
import type { Permission } from '../../src/access/permission-table.js';
import { SCOPES, type Scope } from '../../src/access/scope.js';
import { rouseClient } from '../support/rouse-client.js';
import { story, type Person } from '../support/story.js';
import { Things, type Belonging } from './route-requests.js';

/** Who calls a route: what the rules know of them, and what they show. */
export interface Walker {
  readonly name: string;
  readonly token: string;
  /** Null for a program, to which nothing personal belongs. */
  readonly person: { readonly id: string } | null;
  readonly asker: Asker;
}

export const OWN_TEAM = 'own team';
export const OTHER_TEAM = 'other team';
type TeamName = typeof OWN_TEAM | typeof OTHER_TEAM;

export interface Walk {
  readonly things: Things;
  readonly teamIds: Readonly<Record<TeamName, string>>;
  /** Everybody, and an admin's tokens with only the scope that the permission needs, and with all but that. */
  walkersFor(permission: Permission): Walker[];
  inWords(belonging: Belonging, walker: Walker): string;
}

const tokenSchema = z.object({ id: z.string(), token: z.string() });

/** Makes everybody who walks: one of each role, a member and a manager of a team, and a program. */
export async function walkersOf(
  url: string,
  adminToken: string,
  beginSession: (userId: string) => Promise<{ id: string }>,
): Promise<Walk> {
  const client = rouseClient(url, adminToken);
  const stories = story(client);
  const person = (name: string, role: 'admin' | 'responder' | 'observer' = 'responder') =>
    stories.person({ name, role });
  const [somebody, another, observer, responder, member, manager, admin] = await Promise.all([
    person('somebody'),
    person('another'),
    person('observer', 'observer'),
    person('responder'),
    person('member'),
    person('manager'),
    person('admin', 'admin'),
  ]);
  const people = { somebody, another, observer, responder, member, manager, admin };
  const things = new Things({ ...client, ...stories }, people, beginSession);
  const teamIds = {
    [OWN_TEAM]: await things.team([
      { userId: manager.id, role: 'manager' },
      { userId: member.id, role: 'member' },
    ]),
    [OTHER_TEAM]: await things.team([{ userId: somebody.id, role: 'manager' }]),
  };
  const inOwnTeam = (role: TeamRole): Asker['teams'] => new Map([[teamIds[OWN_TEAM], role]]);
  const walker = (of: Person, role: Asker['role'], teams: Asker['teams'] = new Map()): Walker => ({
    name: of.name,
    token: of.token,
    person: of,
    asker: { userId: of.id, role, teams, scopes: null },
  });
  const program = tokenSchema.parse(
    await client.post('/api/v1/service-tokens', {
      name: 'program',
      role: 'responder',
      teams: [{ teamId: teamIds[OWN_TEAM], role: 'manager' }],
    }),
  );
  const everybody: Walker[] = [
    walker(observer, 'observer'),
    walker(responder, 'responder'),
    walker(member, 'responder', inOwnTeam('member')),
    walker(manager, 'responder', inOwnTeam('manager')),
    walker(admin, 'admin'),
    {
      name: 'program',
      token: program.token,
      person: null,
      asker: { userId: program.id, role: 'responder', teams: inOwnTeam('manager'), scopes: null },
    },
  ];
  const limited = async (name: string, scopes: readonly Scope[]): Promise<Walker> => {
    const { token } = tokenSchema.parse(
      await client.post(`/api/v1/users/${admin.id}/tokens`, { name, scopes }),
    );
    const asker: Asker = { userId: admin.id, role: 'admin', teams: new Map(), scopes: new Set(scopes) };
    return { name, token, person: null, asker };
  };
  const byScope = new Map<Scope, Walker[]>();
  for (const scope of SCOPES) {
    const others = SCOPES.filter((one) => one !== scope);
    byScope.set(scope, [
      await limited(`token with ${scope}`, [scope]),
      await limited(`token without ${scope}`, others),
    ]);
  }
  return {
    things,
    teamIds,
    walkersFor: ({ scope }) => [...everybody, ...(scope === null ? [] : (byScope.get(scope) ?? []))],
    inWords: ({ ownerId, teamId }, { asker }) =>
      [
        ownerId === asker.userId ? 'own' : "somebody's",
        teamId === null ? 'no team' : teamId === teamIds[OWN_TEAM] ? OWN_TEAM : OTHER_TEAM,
      ].join(', '),
  };
}
