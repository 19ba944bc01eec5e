import type { Role } from './role.js';
import type { Scope } from './scope.js';

/** Who may do one kind of thing. Whatever is not named here, nobody may. */
export interface Permission {
  /** What it lets somebody do, for people: `Change or delete a schedule`. */
  readonly says: string;
  /** The scope that a token needs for it; `any` token will do where this is null. */
  readonly scope: Scope | null;
  /** The least role that may do it anywhere in the organisation; left out: nobody may by their role alone. */
  readonly anywhere?: Role;
  /** The least role that may do it for what belongs to a team which they manage. */
  readonly asManager?: Role;
  /** The least role that may do it for what belongs to a team of theirs, as a manager or a member. */
  readonly asMember?: Role;
  /** The least role that may do it for what belongs to no team. */
  readonly withoutTeam?: Role;
  /** The least role that may do it for what is one's own. */
  readonly own?: Role;
  /** Whether somebody who came with a session must have shown lately who they are. */
  readonly confirmed?: true;
}

/**
 * The one authority on who may do what. Routes name one of these, the guard and the rooms ask it, and
 * `docs/permissions.md` is written from it.
 */
export const PERMISSIONS = {
  'self.read': { says: 'See who one is', scope: null, anywhere: 'observer' },
  'session.keep': {
    says: 'Sign out, and show again who one is',
    scope: null,
    anywhere: 'observer',
  },
  'password.change': {
    says: 'Change the own password, by showing the current one',
    scope: 'account',
    anywhere: 'observer',
  },
  'organisation.read': {
    says: 'See people, teams, schedules, who is on call, policies, services, incidents and what happens live',
    scope: 'read',
    anywhere: 'observer',
  },

  'incident.respond': {
    says: 'Act on an incident: acknowledge, resolve, escalate, snooze, reassign, merge, write notes, ask for help',
    scope: 'respond',
    anywhere: 'responder',
  },
  'responder-request.answer': {
    says: 'Accept or decline a request to help; own: one that asks oneself',
    scope: 'respond',
    own: 'responder',
  },
  'responder-request.cancel': {
    says: 'Take back a request to help; own: one that one made',
    scope: 'respond',
    anywhere: 'admin',
    own: 'responder',
  },
  // Its phones and mailboxes are everybody's: they hold reply codes, and links with which people sign in.
  'phone-simulator.use': {
    says: 'Read and answer the phones and mailboxes of the simulator',
    scope: 'administer',
    anywhere: 'admin',
  },

  'person.change': {
    says: "Change a person's name and time zone",
    scope: 'account',
    anywhere: 'admin',
    own: 'observer',
  },
  // Whoever changes it can sign in, and a session has no scopes: a token for phones and rules must not come to that.
  'email.change': {
    says: 'Change the e-mail address by which somebody signs in; the own counts once it is confirmed',
    scope: 'administer',
    anywhere: 'admin',
    own: 'observer',
    confirmed: true,
  },
  'person.manage': {
    says: 'Add and invite people, change their roles, take them out',
    scope: 'administer',
    anywhere: 'admin',
    confirmed: true,
  },
  'contact.read': {
    says: 'See contact methods, paging rules, waking hours, what somebody is told about, and why they are away',
    scope: 'read',
    anywhere: 'admin',
    own: 'observer',
  },
  'contact.survey': {
    says: 'See of everybody whether a phone of theirs is verified, without its number',
    scope: 'read',
    anywhere: 'admin',
  },
  'contact.change': {
    says: 'Change contact methods, paging rules, waking hours and what somebody is told about',
    scope: 'account',
    anywhere: 'admin',
    own: 'observer',
  },
  'contact.vouch': {
    says: 'Vouch for an address of somebody, so that no code has to come back from it',
    scope: 'administer',
    anywhere: 'admin',
  },
  'credential.read': {
    says: 'See the tokens and sessions of a person, without their secrets',
    scope: 'account',
    anywhere: 'admin',
    own: 'observer',
  },
  'credential.change': {
    says: 'Make and renew tokens of a person',
    scope: 'account',
    anywhere: 'admin',
    own: 'observer',
    confirmed: true,
  },
  'credential.revoke': {
    says: 'Revoke tokens of a person, and end their sessions',
    scope: 'account',
    anywhere: 'admin',
    own: 'observer',
  },
  'service-token.read': {
    says: 'See the tokens of programs, without their secrets',
    scope: 'administer',
    anywhere: 'admin',
  },
  'service-token.manage': {
    says: 'Make and renew tokens of programs',
    scope: 'administer',
    anywhere: 'admin',
    confirmed: true,
  },
  'service-token.revoke': { says: 'Revoke tokens of programs', scope: 'administer', anywhere: 'admin' },

  'team.create': { says: 'Make a team', scope: 'configure', anywhere: 'admin' },
  'team.change': {
    says: 'Change the name and the members of a team',
    scope: 'configure',
    anywhere: 'admin',
    asManager: 'responder',
  },

  'schedule.change': {
    says: 'Make, change and delete a schedule',
    scope: 'configure',
    anywhere: 'admin',
    asManager: 'responder',
  },
  'override.change': {
    says: 'Put somebody into an override, cut one short, take one back; own: one that puts oneself in, or that one made',
    scope: 'schedule',
    anywhere: 'admin',
    asManager: 'responder',
    own: 'responder',
  },
  'swap.offer': {
    says: 'Offer shifts of oneself for others or for nothing',
    scope: 'schedule',
    anywhere: 'responder',
  },
  'swap.answer': {
    says: 'Accept or decline a swap or a cover; own: one that asks oneself',
    scope: 'schedule',
    own: 'responder',
  },
  'swap.cancel': {
    says: 'Take back a swap or a cover; own: one that one offered',
    scope: 'schedule',
    own: 'responder',
  },
  'absence.change': {
    says: 'Enter an absence, or take it back',
    scope: 'schedule',
    anywhere: 'admin',
    own: 'observer',
  },
  'calendar-feed.read': {
    says: 'See which calendar addresses one has made',
    scope: 'account',
    anywhere: 'observer',
  },
  'calendar-feed.change': {
    says: 'Make, renew and revoke a calendar address; own: of oneself, or made by oneself',
    scope: 'account',
    anywhere: 'admin',
    own: 'observer',
  },

  'policy.change': {
    says: 'Make, change and delete an escalation policy',
    scope: 'configure',
    anywhere: 'admin',
    asManager: 'responder',
  },
  'service.change': {
    says: 'Make, change and delete a service, and its integrations with their keys',
    scope: 'configure',
    anywhere: 'admin',
    asManager: 'responder',
  },
  'maintenance.change': {
    says: 'Begin, change and end maintenance of a service',
    scope: 'configure',
    anywhere: 'admin',
    asMember: 'responder',
    withoutTeam: 'responder',
  },

  'webhook.manage': {
    says: 'See and change webhooks, and send their deliveries again',
    scope: 'administer',
    anywhere: 'admin',
  },
  'audit-log.read': { says: 'Read and export the audit log', scope: 'administer', anywhere: 'admin' },
  'restore.resume': { says: 'Go on with paging after a restore', scope: 'administer', anywhere: 'admin' },
} as const satisfies Readonly<Record<string, Permission>>;

export type PermissionName = keyof typeof PERMISSIONS;

/** The same table, read by name. */
export const permissionOf = (name: PermissionName): Permission => PERMISSIONS[name];
