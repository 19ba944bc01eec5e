import { Button, Group, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { $api, type Schema } from '../api/client';
import { faultOf } from '../api/faults';
import { refresh } from '../api/live-changes';
import { useKept } from '../design/kept';
import { useResting } from '../design/resting';
import { ZoneSelect } from '../design/zone-select';
import { faultBelow } from '../policy/faults-below';
import { OwnerSelect } from '../people/owner-select';
import { usePolicies } from '../policy/policies';
import classes from '../policy/policy.module.css';
import { texts } from '../texts/services';
import { changeOf, isSettingsChange, NO_CHANGE, settingsOf, type SettingsDraft } from './settings-draft';
import { NoiseSettings, UrgencySettings } from './settings-rules';

/** The settings of a service, saved with one button. A draft survives a reload. */
export function ServiceSettings({ service }: { service: Schema<'Service'> }) {
  const initial = useMemo(() => settingsOf(service), [service]);
  const kept = useKept(`service.${service.id}`, NO_CHANGE, isSettingsChange);
  const { isChanged, drop } = kept;
  const draft = { ...initial, ...kept.draft };
  const change = (next: SettingsDraft) => kept.change(changeOf(next, initial));
  const queries = useQueryClient();
  const save = $api.useMutation('patch', '/api/v1/services/{id}', {
    onSuccess: async () => {
      await refresh(queries, ['/api/v1/services', '/api/v1/escalation-policies']);
      drop();
      notifications.show({ message: texts.saved });
    },
  });
  const resting = useResting(save.isPending);
  const fault = save.error === null ? null : faultOf(save.error);
  const fields = fault?.fields ?? {};
  return (
    <form
      noValidate
      aria-label={texts.settingsLabel}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ params: { path: { id: service.id } }, body: kept.draft });
      }}
    >
      <Stack gap="lg">
        <Stack gap="lg" {...resting}>
          <Basics draft={draft} change={change} fields={fields} />
          <SettingsPart title={texts.urgency}>
            <UrgencySettings draft={draft} change={change} fields={fields} />
          </SettingsPart>
          <NoiseSettings draft={draft} change={change} fields={fields} />
        </Stack>
        {isChanged ? (
          <div className={classes.bar}>
            <Text size="sm" {...(fault === null ? {} : { c: 'var(--rouse-fault)', role: 'alert' })}>
              {fault === null ? texts.unsaved : fault.detail}
            </Text>
            <Group gap="sm">
              <Button variant="default" onClick={drop} disabled={save.isPending}>
                {texts.discard}
              </Button>
              <Button type="submit" loading={save.isPending}>
                {texts.save}
              </Button>
            </Group>
          </div>
        ) : null}
      </Stack>
    </form>
  );
}

export interface SettingsProps {
  draft: SettingsDraft;
  change: (draft: SettingsDraft) => void;
  fields: Readonly<Record<string, string>>;
}

/** A group of settings under a title of its own. */
export function SettingsPart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper component="section" aria-label={title}>
      <Stack gap="md">
        <Title order={2} size="h3">
          {title}
        </Title>
        {children}
      </Stack>
    </Paper>
  );
}

function Basics({ draft, change, fields }: SettingsProps) {
  const policies = usePolicies().data ?? [];
  return (
    <SettingsPart title={texts.settings}>
      <TextInput
        label={texts.name}
        size="md"
        required
        value={draft.name}
        onChange={({ currentTarget: { value } }) => change({ ...draft, name: value })}
        error={fields['name']}
      />
      <OwnerSelect
        label={texts.team}
        description={texts.guided.teamHint}
        noTeam={texts.noTeam}
        permission="service.change"
        value={draft.teamId}
        onChange={(teamId) => change({ ...draft, teamId })}
        error={fields['teamId']}
      />
      <Select
        label={texts.policy}
        description={texts.openKeep}
        size="md"
        searchable
        allowDeselect={false}
        limit={60}
        data={policies.map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.escalationPolicyId}
        onChange={(id) => change({ ...draft, escalationPolicyId: id ?? draft.escalationPolicyId })}
        error={fields['escalationPolicyId']}
      />
      <ZoneSelect
        label={texts.zone}
        description={texts.zoneHint}
        value={draft.timeZone}
        onChange={(timeZone) => change({ ...draft, timeZone })}
        error={faultBelow(fields, 'timeZone')}
      />
    </SettingsPart>
  );
}
