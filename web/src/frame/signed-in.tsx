import { Center, Loader } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { $api, api } from '../api/client';
import { faultOf } from '../api/faults';
import { Failed } from '../design/states';
import { leadToSignIn, SessionProvider, takeWantedPath, useWhoIsSignedIn } from '../session/session';
import { texts } from '../texts/states';
import { Shell } from './shell';

/** The frame for whoever is signed in; others are led to where one signs in, or to the set-up of an empty Rouse. */
export function SignedIn() {
  const me = useWhoIsSignedIn();
  const person = $api.useQuery(
    'get',
    '/api/v1/users/{id}',
    { params: { path: { id: me.data?.id ?? '' } } },
    { enabled: me.data !== undefined, staleTime: 300_000 },
  );
  const status = me.error === null ? null : faultOf(me.error).status;
  const { history } = useRouter();
  useEffect(() => {
    if (status === 401) void leadAway();
  }, [status]);
  const isKnown = me.data !== undefined;
  useEffect(() => {
    const wanted = isKnown ? takeWantedPath() : null;
    // Not `navigate`, which would put the base in front of a path that has it, and take a question mark for a part of it.
    if (wanted !== null) history.replace(wanted);
  }, [isKnown, history]);

  if (me.data !== undefined && person.data !== undefined) {
    const { timeZone, email } = person.data;
    return (
      <SessionProvider session={{ ...me.data, timeZone, email }}>
        <Shell />
      </SessionProvider>
    );
  }
  const error = status === 401 ? null : (me.error ?? person.error);
  if (error !== null)
    return (
      <Center h="100vh" p="md">
        <Failed error={error} retry={() => me.refetch()} />
      </Center>
    );
  return (
    <Center h="100vh">
      <Loader aria-label={texts.loading} />
    </Center>
  );
}

async function leadAway(): Promise<void> {
  const { data } = await api.GET('/api/v1/set-up');
  if (data?.needed === true) location.assign(new URL('set-up', document.baseURI));
  else leadToSignIn();
}
