import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { $api, type Schema } from '../../api/client';
import { refresh } from '../../api/live-changes';
import { ConsequenceButton } from '../../design/consequence-button';
import { Empty, Pending } from '../../design/states';
import { RotationButton } from '../../design/rotation-button';
import { Time } from '../../design/time';
import { useTeams } from '../../people/teams';
import { texts } from '../../texts/admin';
import classes from './admin.module.css';
import { NewServiceToken } from './new-service-token';

/** The tokens of programs: made, renewed, revoked. */
export function ServiceTokensSection() {
  const [isMaking, { open, close }] = useDisclosure(false);
  return (
    <>
      <ServiceTokens
        making={
          <Button onClick={open} leftSection={<IconPlus size={18} aria-hidden />}>
            {texts.newToken}
          </Button>
        }
      />
      {/* Here, whatever the list becomes: what it shows is told once. */}
      <NewServiceToken isOpen={isMaking} close={close} />
    </>
  );
}

function ServiceTokens({ making }: { making: ReactNode }) {
  const tokens = $api.useQuery('get', '/api/v1/service-tokens', { params: { query: { limit: 200 } } });
  if (tokens.data === undefined) return <Pending query={tokens} />;
  if (tokens.data.items.length === 0)
    return (
      <Empty title={texts.noServiceTokens} action={making}>
        <Text size="sm">{texts.noServiceTokensDetail}</Text>
      </Empty>
    );
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text size="sm" c="dimmed" flex="1 1 240px">
          {texts.noServiceTokensDetail}
        </Text>
        {making}
      </Group>
      <ul className={classes.list}>
        {tokens.data.items.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </ul>
    </Stack>
  );
}

function TokenRow({ token }: { token: Schema<'ServiceToken'> }) {
  const queries = useQueryClient();
  const teams = useTeams().data ?? [];
  const rotation = $api.useMutation('post', '/api/v1/service-tokens/{id}/rotation');
  const revocation = $api.useMutation('delete', '/api/v1/service-tokens/{id}', {
    onSuccess: () => refresh(queries, ['/api/v1/service-tokens']),
  });
  const { id, name, role, prefix, scopes, lastUsedAt, lastUsedFrom, expiresAt, old } = token;
  const teamNames = token.teams.flatMap(({ teamId }) => teams.find((team) => team.id === teamId)?.name ?? []);
  const may = [texts.roles[role], scopes === null ? texts.scopesAll : scopes.join(', '), ...teamNames];
  return (
    <li className={classes.line}>
      <div className={classes.what}>
        <Text span fw={600}>
          {name}
        </Text>
        <Text span size="sm">
          {may.join(' · ')}
        </Text>
        <Text span size="sm" c="dimmed">
          {prefix === null ? '' : `${prefix}… · `}
          {lastUsedAt === null ? (
            texts.neverUsed
          ) : (
            <>
              {texts.lastUsed} <Time at={lastUsedAt} relative />{' '}
              {lastUsedFrom === null ? '' : texts.lastUsedFrom(lastUsedFrom)}
            </>
          )}
          {expiresAt === null ? null : (
            <>
              {' · '}
              {texts.goodUntil} <Time at={expiresAt} />
            </>
          )}
          {old === null ? null : (
            <>
              {' · '}
              {texts.oldOpensUntil} <Time at={old.endsAt} />
            </>
          )}
        </Text>
      </div>
      <div className={classes.acts}>
        <RotationButton
          name={name}
          label={texts.token}
          says={texts.tokenOnce}
          rotate={async (keepOldForSeconds) =>
            (await rotation.mutateAsync({ params: { path: { id } }, body: { keepOldForSeconds } })).token
          }
          paths={['/api/v1/service-tokens']}
        />
        <ConsequenceButton
          label={texts.revoke}
          question={texts.revokeQuestion(name)}
          consequence={texts.revokeConsequence(name)}
          keep={texts.keep}
          isPending={revocation.isPending}
          error={revocation.error}
          onConfirm={() => revocation.mutate({ params: { path: { id } } })}
        />
      </div>
    </li>
  );
}
