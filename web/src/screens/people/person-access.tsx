import { Button, Stack, Text, Title } from '@mantine/core';
import { IconDeviceLaptop, IconKey } from '@tabler/icons-react';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { $api, type Schema } from '../../api/client';
import { refresh } from '../../api/live-changes';
import { ConsequenceButton } from '../../design/consequence-button';
import { FaultLine } from '../../design/fault-line';
import { Failed, Loading } from '../../design/states';
import { Time } from '../../design/time';
import { useMay } from '../../session/session';
import { texts } from '../../texts/directory';
import classes from './people.module.css';

/** Where somebody is signed in, and with which tokens programs act as them. */
export function PersonAccess({ userId }: { userId: string }) {
  const params = { path: { id: userId }, query: { limit: 200 } };
  const sessions = $api.useQuery('get', '/api/v1/users/{id}/sessions', { params });
  const tokens = $api.useQuery('get', '/api/v1/users/{id}/tokens', { params });
  const mayRevoke = useMay()('credential.revoke', { ownerId: userId });
  if (sessions.data === undefined || tokens.data === undefined) {
    const error = sessions.error ?? tokens.error;
    return error === null ? <Loading rows={2} /> : <Failed error={error} />;
  }
  return (
    <Stack gap="xs" component="section" aria-labelledby="access">
      <Title order={2} size="h3" id="access">
        {texts.signedIn}
      </Title>
      <ul className={classes.list}>
        {sessions.data.items.length === 0 ? (
          <li className={classes.line}>
            <Text c="dimmed">{texts.noSessions}</Text>
          </li>
        ) : null}
        {sessions.data.items.map((session) => (
          <SessionRow key={session.id} session={session} mayRevoke={mayRevoke} />
        ))}
        {tokens.data.items.map((token) => (
          <TokenRow key={token.id} token={token} mayRevoke={mayRevoke} />
        ))}
        {tokens.data.items.length === 0 ? (
          <li className={classes.line}>
            <Text c="dimmed">{texts.noTokens}</Text>
          </li>
        ) : null}
      </ul>
    </Stack>
  );
}

function SessionRow({ session, mayRevoke }: { session: Schema<'Session'>; mayRevoke: boolean }) {
  const queries = useQueryClient();
  const end = $api.useMutation('delete', '/api/v1/sessions/{id}', {
    onSuccess: () => {
      notifications.show({ message: texts.sessionEnded });
      void refresh(queries, ['/api/v1/users/{id}/sessions']);
    },
  });
  const { id, sourceAddress, lastSeenAt, userAgent, isThis } = session;
  return (
    <li className={classes.line}>
      <div className={classes.lineWho}>
        <IconDeviceLaptop size={20} aria-hidden />
        <div className={classes.who}>
          <Text span fw={600} truncate title={userAgent}>
            {userAgent}
          </Text>
          <Text span size="sm" c="dimmed">
            {sourceAddress} · {texts.lastSeen} <Time at={lastSeenAt} relative />
            {isThis ? ` · ${texts.thisSession}` : ''}
          </Text>
        </div>
      </div>
      {mayRevoke && !isThis ? (
        <Button
          variant="default"
          loading={end.isPending}
          onClick={() => end.mutate({ params: { path: { id } } })}
          aria-label={texts.endSessionOf(sourceAddress)}
        >
          {texts.endSession}
        </Button>
      ) : null}
      <FaultLine error={end.error} />
    </li>
  );
}

function TokenRow({ token, mayRevoke }: { token: Schema<'ApiToken'>; mayRevoke: boolean }) {
  const queries = useQueryClient();
  const revocation = $api.useMutation('delete', '/api/v1/tokens/{id}', {
    onSuccess: () => refresh(queries, ['/api/v1/users/{id}/tokens']),
  });
  const { id, name, prefix, scopes, lastUsedAt } = token;
  return (
    <li className={classes.line}>
      <div className={classes.lineWho}>
        <IconKey size={20} aria-hidden />
        <div className={classes.who}>
          <Text span fw={600} truncate>
            {name}
          </Text>
          <Text span size="sm" c="dimmed">
            {prefix === null ? '' : `${prefix}… · `}
            {scopes === null ? texts.allScopes : scopes.join(', ')} ·{' '}
            {lastUsedAt === null ? (
              texts.neverUsed
            ) : (
              <>
                {texts.lastUsed} <Time at={lastUsedAt} relative />
              </>
            )}
          </Text>
        </div>
      </div>
      {mayRevoke ? (
        <ConsequenceButton
          label={texts.revoke}
          question={texts.revokeTokenQuestion(name)}
          consequence={texts.revokeTokenConsequence}
          keep={texts.keep}
          isPending={revocation.isPending}
          error={revocation.error}
          onConfirm={() => revocation.mutate({ params: { path: { id } } })}
        />
      ) : null}
    </li>
  );
}
