import { Button, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '../../api/client';
import { Page } from '../../design/page';
import { RowLink, Rows } from '../../design/rows';
import { Empty, Failed, Loading } from '../../design/states';
import { usePolicies, useTeams } from '../../policy/policies';
import { useTargetNames, wordsOf } from '../../policy/targets';
import { useMayMake } from '../../service/may-make';
import { useServices } from '../../service/services';
import { duration } from '../../design/times';
import { texts } from '../../texts/policies';

/** All escalation policies: whom each pages, and what pages by it. */
export default function PoliciesScreen() {
  const mayMake = useMayMake();
  const make = mayMake ? (
    <Button
      leftSection={<IconPlus size={18} aria-hidden />}
      renderRoot={(props) => <Link {...props} to="/policies/new" />}
    >
      {texts.new}
    </Button>
  ) : null;
  const policies = usePolicies();
  return (
    <Page title={texts.title} actions={policies.data?.length === 0 ? null : make}>
      {policies.data === undefined ? (
        policies.error === null ? (
          <Loading rows={5} height={88} />
        ) : (
          <Failed error={policies.error} retry={() => policies.refetch()} />
        )
      ) : policies.data.length === 0 ? (
        <Empty title={texts.noneTitle} action={make}>
          <Text maw={640}>{texts.noneWhy}</Text>
        </Empty>
      ) : (
        <List policies={policies.data} />
      )}
    </Page>
  );
}

function List({ policies }: { policies: readonly Schema<'EscalationPolicy'>[] }) {
  const [sought, setSought] = useState('');
  const teams = new Map((useTeams().data ?? []).map(({ id, name }) => [id, name]));
  const services = useServices().data ?? [];
  const found = policies
    .filter(({ name }) => name.toLowerCase().includes(sought.trim().toLowerCase()))
    .sort((left, right) => left.name.localeCompare(right.name));
  return (
    <Stack gap="md">
      {policies.length < 8 ? null : (
        <TextInput
          type="search"
          aria-label={texts.find}
          placeholder={texts.find}
          size="md"
          maw={400}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={sought}
          onChange={({ currentTarget: { value } }) => setSought(value)}
        />
      )}
      {found.length === 0 ? <Text>{texts.noMatch}</Text> : null}
      <Rows
        items={found}
        showMore={texts.showMore}
        row={(policy) => (
          <RowLink
            key={policy.id}
            title={policy.name}
            link={(props) => <Link {...props} to="/policies/$policyId" params={{ policyId: policy.id }} />}
            aside={texts.usedBy(
              services.filter(({ escalationPolicyId }) => escalationPolicyId === policy.id).length,
            )}
          >
            <Text size="sm" c="dimmed">
              {policy.teamId === null ? texts.noTeam : (teams.get(policy.teamId) ?? '…')}
            </Text>
            <Chain policy={policy} />
          </RowLink>
        )}
      />
    </Stack>
  );
}

const SHOWN_STEPS = 3;

/** `On call in Primary → 5 min → Ana, Bo → 5 min …` */
function Chain({ policy }: { policy: Schema<'EscalationPolicy'> }) {
  const names = useTargetNames();
  const words = policy.steps
    .slice(0, SHOWN_STEPS)
    .flatMap(({ targets, escalateAfterSeconds }, place) => [
      targets.map((target) => wordsOf(target, names)).join(', '),
      ...(place === Math.min(policy.steps.length, SHOWN_STEPS) - 1
        ? []
        : [duration(escalateAfterSeconds * 1000)]),
    ]);
  const hidden = policy.steps.length - SHOWN_STEPS;
  return (
    <Text size="sm">
      {words.join('  →  ')}
      {hidden > 0 ? ` ${texts.more(hidden)}` : null}
    </Text>
  );
}
