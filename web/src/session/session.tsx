import { useQuery } from '@tanstack/react-query';
import { createContext, useContext, type ReactNode } from 'react';
import { allows, type Matter } from '../../../src/access/authorization.js';
import { PERMISSIONS, type PermissionName } from '../../../src/access/permission-table.js';
import { $api, api, type Schema } from '../api/client';
import { isPassing, ProblemError } from '../api/faults';
import { dropToken, heldToken, holdToken } from '../api/held-token';

/** Who is signed in, with what is theirs alone. */
export interface Session extends Schema<'Me'> {
  /** The person's own zone, in which all times are shown to them (IANA name). */
  readonly timeZone: string;
  readonly email: string;
}

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** @throws where nobody is signed in, which the frame does not let happen */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('Nobody is signed in here.');
  return session;
}

const ASK_AGAIN_MS = 4_000;

/** Without it there is nothing to show: where nobody answers that is said soon, and asked again until somebody does. */
export const meOptions = $api.queryOptions(
  'get',
  '/api/v1/me',
  {},
  {
    staleTime: 60_000,
    retry: (count, error) => count < 1 && isPassing(error),
    refetchInterval: ({ state: { data, error } }) => data === undefined && isPassing(error) && ASK_AGAIN_MS,
  },
);

/** Who is signed in; undefined until that is known. */
export function useWhoIsSignedIn() {
  return useQuery(meOptions);
}

/**
 * Whether the person may do it, by the same table and rules as the server: for what to show and what to leave out. The
 * server decides.
 * @example const may = useMay(); may('schedule.change', { teamId: schedule.teamId })
 */
export function useMay(): (permission: PermissionName, matter?: Matter) => boolean {
  const { id, role, teams, scopes } = useSession();
  const asker = {
    userId: id,
    role,
    teams: new Map(teams.map((team) => [team.id, team.role])),
    scopes: scopes === null ? null : new Set(scopes),
  };
  return (permission, matter) => allows(PERMISSIONS[permission], asker, matter);
}

const WANTED = 'rouse.wanted';

/** Leads to where one signs in, and remembers the way back. */
export function leadToSignIn(): void {
  sessionStorage.setItem(WANTED, location.pathname + location.search);
  // A token that opens nothing any more would stand in the way of the session that comes.
  dropToken();
  location.assign(new URL('sign-in', document.baseURI));
}

/** Where somebody wanted to go before they had to sign in, once, as it stood in the address; null: nowhere. A path of this place. */
export function takeWantedPath(): string | null {
  const path = sessionStorage.getItem(WANTED);
  sessionStorage.removeItem(WANTED);
  return path !== null && /^\/(?!\/)/.test(path) ? path : null;
}

/** Ends the session, at the server and here. @throws where the server did not end it, or nobody answered */
export async function signOut(): Promise<void> {
  const token = heldToken();
  // Else the server would take the request for the token's, which has no session to end.
  dropToken();
  try {
    const { error, response } = await api.DELETE('/api/v1/session');
    // 401: there is none, or it has ended before.
    if (error !== undefined && response.status !== 401) throw new ProblemError(error);
  } catch (error) {
    if (token !== null) holdToken(token);
    throw error;
  }
  location.assign(new URL('sign-in', document.baseURI));
}
