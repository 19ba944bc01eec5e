import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Schema } from '../../api/client';
import { NamedList } from '../../design/named-list';
import { Page } from '../../design/page';
import { RowLink } from '../../design/rows';
import { Empty, Pending } from '../../design/states';
import { useTeams } from '../../people/teams';
import { usePolicies } from '../../policy/policies';
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
        <Pending query={policies} rows={5} height={88} />
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
  const teams = new Map((useTeams().data ?? []).map(({ id, name }) => [id, name]));
  const services = useServices().data ?? [];
  return (
    <NamedList
      items={policies}
      words={texts}
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
