import { useSession } from '../session/session';

/** Whether somebody may make services and policies: admins, and whoever manages a team, for that team. */
export function useMayMake(): boolean {
  const { role, teams } = useSession();
  return role === 'admin' || (role === 'responder' && teams.some((team) => team.role === 'manager'));
}
