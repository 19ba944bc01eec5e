import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { $api, type Schema } from '../../../api/client';
import { StateBadge } from '../../../design/state-badge';
import { Pending } from '../../../design/states';
import { Time } from '../../../design/time';
import { dropToken, holdToken } from '../../../api/held-token';
import { leadToSignIn, useMay, useSession } from '../../../session/session';
import { texts } from '../../../texts/account';
import classes from './account.module.css';
import { NewTokenDialog } from './new-token-dialog';
import { RotationButton } from '../../../design/rotation-button';
import { RevokeDialog } from './revoke-dialog';

type ApiToken = Schema<'ApiToken'>;

const PATHS = ['/api/v1/users/{id}/tokens'];

/** What acts in my name: tokens with their scopes, when they end and were last used. */
export function ApiTokens() {
  const { id } = useSession();
  const may = useMay();
  const [isMaking, setMaking] = useState(false);
  const tokens = $api.useQuery('get', '/api/v1/users/{id}/tokens', {
    params: { path: { id }, query: { limit: 200 } },
  });
  return (
    <section>
      <Group justify="space-between" mb="xs" mih={44}>
        <div>
          <Title order={2} size="h3">
            {texts.tokens}
          </Title>
          <Text size="sm" c="dimmed">
            {texts.tokensDetail}
          </Text>
        </div>
        {may('credential.change', { ownerId: id }) ? (
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() => setMaking(true)}
          >
            {texts.tokenMake}
          </Button>
        ) : null}
      </Group>
      {tokens.data === undefined ? (
        <Pending query={tokens} rows={1} />
      ) : tokens.data.items.length === 0 ? (
        <Text c="dimmed">{texts.noTokens}</Text>
      ) : (
        <Paper p={0}>
          <ul className={classes['list']}>
            {tokens.data.items.map((token) => (
              <TokenLine key={token.id} token={token} />
            ))}
          </ul>
        </Paper>
      )}
      <NewTokenDialog isOpen={isMaking} close={() => setMaking(false)} />
    </section>
  );
}

function TokenLine({ token }: { token: ApiToken }) {
  const { id, tokenId } = useSession();
  const may = useMay();
  const isThis = token.id === tokenId;
  const rotate = $api.useMutation('post', '/api/v1/tokens/{id}/rotation');
  const revoke = $api.useMutation('delete', '/api/v1/tokens/{id}');
  const params = { params: { path: { id: token.id } } };
  return (
    <li className={classes['line']}>
      <div className={classes['what']}>
        <Text fw={550}>{token.name}</Text>
        <Text size="sm" c="dimmed">
          {token.scopes === null
            ? texts.tokenAll
            : token.scopes.map((scope) => texts.scopes[scope]).join('; ')}
          {' · '}
          {token.expiresAt === null ? (
            texts.tokenNever
          ) : (
            <>
              {texts.tokenEnds} <Time at={token.expiresAt} />
            </>
          )}
        </Text>
        <Text size="sm" c="dimmed">
          {token.lastUsedAt === null ? (
            texts.tokenUnused
          ) : (
            <>
              {texts.tokenUsed} <Time at={token.lastUsedAt} relative />
              {token.lastUsedFrom === null ? null : ` ${texts.from} ${token.lastUsedFrom}`}
            </>
          )}
          {token.old === null ? null : (
            <>
              {' · '}
              {texts.tokenOld} <Time at={token.old.endsAt} />
            </>
          )}
        </Text>
      </div>
      <Group gap="xs">
        {isThis ? <StateBadge state="planned" label={texts.tokenThis} /> : null}
        {may('credential.change', { ownerId: id }) ? (
          <RotationButton
            name={token.name}
            label={texts.tokenSecret}
            says={texts.tokenOnce}
            rotate={async (keepOldForSeconds) => {
              const renewed = await rotate.mutateAsync({ ...params, body: { keepOldForSeconds } });
              // With the old secret this page would be signed out before the new one was read.
              if (isThis) holdToken(renewed.token);
              return renewed.token;
            }}
            paths={PATHS}
          />
        ) : null}
        <RevokeDialog
          name={token.name}
          title={texts.revokeTitle(token.name)}
          detail={isThis ? `${texts.revokeDetail} ${texts.revokeOwn}` : texts.revokeDetail}
          done={texts.revoked(token.name)}
          revoke={async () => {
            await revoke.mutateAsync(params);
            if (!isThis) return;
            dropToken();
            leadToSignIn();
          }}
          paths={PATHS}
        />
      </Group>
    </li>
  );
}
