import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { faultOf, ProblemError } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { useSession } from '../../session/session';
import { teamOptions } from './set-up-progress';

/** Somebody who is not here yet. */
export interface NewPerson {
  /** Of the row on the screen. */
  readonly key: string;
  readonly name: string;
  readonly email: string;
}

/** Somebody who was invited, with their link; or why they were not. */
export interface InvitedPerson {
  readonly name: string;
  readonly url: string | null;
  readonly fault: string | null;
}

interface NewTeam {
  readonly name: string;
  /** Of people who are here already. */
  readonly memberIds: readonly string[];
  readonly people: readonly NewPerson[];
}

/** Makes the team with oneself as its manager, and invites whoever is new into it. */
export function useNewTeam() {
  const queries = useQueryClient();
  const { id: me, timeZone } = useSession();
  return useMutation({
    networkMode: 'always',
    mutationFn: async ({ name, memberIds, people }: NewTeam) => {
      const team = await api.POST('/api/v1/teams', {
        body: {
          name,
          members: [
            { userId: me, role: 'manager' },
            ...memberIds.map((userId) => ({ userId, role: 'member' as const })),
          ],
        },
      });
      if (team.error !== undefined) throw new ProblemError(team.error);
      queries.setQueryData(teamOptions(team.data.id).queryKey, team.data);
      const invited: InvitedPerson[] = [];
      for (const person of people) invited.push(await invite(person, team.data.id, timeZone));
      // Before the screen goes on: what comes next asks which teams one is in.
      await refresh(queries, ['/api/v1/me', '/api/v1/teams', '/api/v1/users']);
      return { team: team.data, invited };
    },
  });
}

async function invite({ name, email }: NewPerson, teamId: string, timeZone: string): Promise<InvitedPerson> {
  try {
    const { data, error } = await api.POST('/api/v1/invitations', {
      body: { name, email, role: 'responder', timeZone, teams: [{ teamId, role: 'member' }] },
    });
    if (error !== undefined) throw new ProblemError(error);
    return { name, url: data.url, fault: null };
  } catch (error) {
    return { name, url: null, fault: faultOf(error).detail };
  }
}
