import { Anchor, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { $api, type Schema } from '../../api/client';
import { faultOf } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { ConsequenceButton } from '../../design/consequence-button';
import { useKept } from '../../design/kept';
import { Page } from '../../design/page';
import { Pending } from '../../design/states';
import { usePathPart } from '../../frame/path-part';
import { draftOf, isPolicyDraft } from '../../policy/draft';
import { OvertakenDraft } from '../../policy/overtaken-draft';
import { PolicyEditor } from '../../policy/policy-editor';
import { PolicyInWords } from '../../policy/policy-in-words';
import { useServices } from '../../service/services';
import { useMay } from '../../session/session';
import { texts } from '../../texts/policies';

/** One policy: edited by whoever may, told in words to others. */
export default function PolicyScreen() {
  const policyId = usePathPart('policyId');
  const policy = $api.useQuery('get', '/api/v1/escalation-policies/{id}', {
    params: { path: { id: policyId } },
  });
  const may = useMay();
  if (policy.data === undefined)
    return (
      <Page title={texts.title}>
        <Pending query={policy} />
      </Page>
    );
  const mayChange = may('policy.change', { teamId: policy.data.teamId });
  return (
    <Page title={policy.data.name}>
      {mayChange ? <Edited key={policyId} policy={policy.data} /> : <Told policy={policy.data} />}
    </Page>
  );
}

function Edited({ policy }: { policy: Schema<'EscalationPolicy'> }) {
  const initial = useMemo(() => draftOf(policy), [policy]);
  const kept = useKept(`policy.${policy.id}`, initial, isPolicyDraft);
  const queries = useQueryClient();
  const save = $api.useMutation('put', '/api/v1/escalation-policies/{id}', {
    onSuccess: async () => {
      await refresh(queries, ['/api/v1/escalation-policies']);
      kept.drop();
      notifications.show({ message: texts.saved });
    },
    onError: async (error) => {
      if (faultOf(error).status === 409) await refresh(queries, ['/api/v1/escalation-policies']);
    },
  });
  const { basedOn } = kept.draft;
  const isOvertaken = kept.isChanged && basedOn !== policy.updatedAt && !save.isPending;
  return (
    <PolicyEditor
      kept={kept}
      ownId={policy.id}
      isNew={false}
      isSaving={save.isPending}
      fault={save.error === null || isOvertaken ? null : faultOf(save.error)}
      onSave={(body) =>
        save.mutate({
          params: { path: { id: policy.id }, header: { 'If-Match': `"${basedOn ?? policy.updatedAt}"` } },
          body,
        })
      }
      overtaken={
        isOvertaken ? (
          <OvertakenDraft
            policy={policy}
            onTakeTheirs={kept.drop}
            onKeepMine={() => {
              save.reset();
              kept.change({ ...kept.draft, basedOn: policy.updatedAt });
            }}
          />
        ) : null
      }
    >
      <Text size="sm" c="dimmed">
        {texts.runningKeep}
      </Text>
      <Users policy={policy} mayDelete />
    </PolicyEditor>
  );
}

function Told({ policy }: { policy: Schema<'EscalationPolicy'> }) {
  return (
    <Stack gap="lg">
      <Text c="dimmed">{texts.noRead}</Text>
      <Paper>
        <PolicyInWords policy={policy} />
      </Paper>
      <Users policy={policy} mayDelete={false} />
    </Stack>
  );
}

/** The services that page by it, and with that whether it can go. */
function Users({ policy, mayDelete }: { policy: Schema<'EscalationPolicy'>; mayDelete: boolean }) {
  const services = (useServices().data ?? []).filter(
    ({ escalationPolicyId }) => escalationPolicyId === policy.id,
  );
  const navigate = useNavigate();
  const queries = useQueryClient();
  const remove = $api.useMutation('delete', '/api/v1/escalation-policies/{id}', {
    onSuccess: async () => {
      await navigate({ to: '/policies' });
      await refresh(queries, ['/api/v1/escalation-policies']);
      notifications.show({ message: texts.deleted(policy.name) });
    },
  });
  return (
    <Paper component="section" aria-labelledby="policy-users">
      <Stack gap="sm" align="flex-start">
        <Title order={2} size="h3" id="policy-users">
          {texts.usersTitle}
        </Title>
        {services.length === 0 ? <Text c="dimmed">{texts.usersNone}</Text> : null}
        <Group gap="md">
          {services.map(({ id, name }) => (
            <Anchor
              key={id}
              renderRoot={(props) => <Link {...props} to="/services/$serviceId" params={{ serviceId: id }} />}
              mih={24}
            >
              {name}
            </Anchor>
          ))}
        </Group>
        {mayDelete ? (
          <>
            <ConsequenceButton
              label={texts.delete}
              question={texts.deleteAsk(policy.name)}
              consequence={texts.deleteSays}
              keep={texts.cancel}
              icon={<IconTrash size={18} aria-hidden />}
              disabled={services.length > 0}
              isPending={remove.isPending}
              error={remove.error}
              onConfirm={() => remove.mutate({ params: { path: { id: policy.id } } })}
            />
            {services.length === 0 ? null : (
              <Text size="sm" c="dimmed">
                {texts.deleteUsed(services.map(({ name }) => name).join(', '))}
              </Text>
            )}
          </>
        ) : null}
      </Stack>
    </Paper>
  );
}
