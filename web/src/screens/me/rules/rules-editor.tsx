import { Button, Group, Paper, SegmentedControl, Stack, Text } from '@mantine/core';
import { useSessionStorage } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schema } from '../../../api/client';
import { faultOf, ProblemError } from '../../../api/faults';
import { refresh } from '../../../api/live-changes';
import { FaultLine } from '../../../design/fault-line';
import { useResting } from '../../../design/resting';
import { useMay, useSession } from '../../../session/session';
import { texts } from '../../../texts/paging-rules';
import { PlanSketch } from './plan-sketch';
import { RuleList } from './rule-list';
import { isSame, type RulesDraft, type Urgency } from './rules-draft';
import classes from './rules.module.css';
import { WakingHoursFields } from './waking-hours-fields';

type Method = Schema<'ContactMethod'>;

const OLD_PATHS = [
  '/api/v1/users/{id}/paging-rules',
  '/api/v1/users/{id}/waking-hours',
  '/api/v1/users/{id}/paging-plan',
];

/** The rules of both urgencies and the waking hours, with a sketch beside them that follows the draft. */
export function RulesEditor({ saved, methods }: { saved: RulesDraft; methods: readonly Method[] }) {
  const { id } = useSession();
  const may = useMay();
  const [urgency, setUrgency] = useState<Urgency>('high');
  const [kept, setKept, dropKept] = useSessionStorage<RulesDraft | null>({
    key: `rouse.draft.paging-rules.${id}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const draft = kept === null ? saved : withoutGone(kept, methods);
  const isChanged = !isSame(draft, saved);
  const save = useSaving(saved, dropKept);
  const resting = useResting(save.isPending);
  const change = (part: Partial<RulesDraft>) => {
    save.reset();
    setKept({ ...draft, ...part });
  };
  const other: Urgency = urgency === 'high' ? 'low' : 'high';
  return (
    <div className={classes['screen']}>
      <Stack gap="md">
        <SegmentedControl
          fullWidth
          aria-label={texts.which}
          className={classes['urgencies'] ?? ''}
          value={urgency}
          onChange={(value) => setUrgency(value === 'low' ? 'low' : 'high')}
          data={[
            { value: 'high', label: texts.urgencies.high },
            { value: 'low', label: texts.urgencies.low },
          ]}
        />
        <Text size="sm" c="dimmed">
          {texts.about[urgency]}
        </Text>
        <Stack gap="md" {...resting}>
          <RuleList
            rules={draft[urgency]}
            methods={methods}
            change={(rules) => change({ [urgency]: rules })}
            faults={faultsOf(save.error, urgency)}
            isLocked={!may('contact.change', { ownerId: id })}
          />
          {draft[urgency].length === 0 ? null : (
            <Group gap="sm">
              <Button variant="default" onClick={() => change({ [other]: draft[urgency] })}>
                {urgency === 'high' ? texts.copyToLow : texts.copyToHigh}
              </Button>
              <Button variant="default" onClick={() => change({ [urgency]: [] })}>
                {texts.backToDefaults}
              </Button>
            </Group>
          )}
          {urgency === 'low' ? (
            <WakingHoursFields
              hours={draft.wakingHours}
              change={(wakingHours) => change({ wakingHours })}
              faults={faultsOf(save.error, 'wakingHours')}
            />
          ) : null}
        </Stack>
        <FaultLine error={save.error} />
      </Stack>
      <PlanSketch urgency={urgency} draft={draft} />
      {isChanged ? (
        <Paper className={classes['saving'] ?? ''}>
          <Group justify="space-between" gap="sm">
            <Text size="sm">{texts.unsaved}</Text>
            <Group gap="sm">
              <Button variant="default" onClick={dropKept} disabled={save.isPending}>
                {texts.discard}
              </Button>
              <Button loading={save.isPending} onClick={() => save.mutate(draft)}>
                {texts.save}
              </Button>
            </Group>
          </Group>
        </Paper>
      ) : null}
    </div>
  );
}

/** A kept draft may name what was removed meanwhile. */
function withoutGone({ high, low, wakingHours }: RulesDraft, methods: readonly Method[]): RulesDraft {
  const ids = new Set(methods.map(({ id }) => id));
  const known = (rules: RulesDraft['high']) =>
    rules.filter(({ contactMethodId }) => ids.has(contactMethodId));
  return { high: known(high), low: known(low), wakingHours };
}

/** The faults whose path begins so, without that beginning. */
function faultsOf(error: unknown, beginning: string): Record<string, string> {
  if (error === null) return {};
  return Object.fromEntries(
    Object.entries(faultOf(error).fields).flatMap(([path, message]) =>
      path.startsWith(`${beginning}.`) ? [[path.slice(beginning.length + 1), message]] : [],
    ),
  );
}

/** Saves of both what was changed; the fields rest until it is known again, too. */
function useSaving(saved: RulesDraft, onSaved: () => void) {
  const { id } = useSession();
  const queries = useQueryClient();
  const params = { params: { path: { id } } };
  return useMutation({
    mutationFn: async ({ high, low, wakingHours }: RulesDraft) => {
      if (!isSame({ high, low, wakingHours: null }, { ...saved, wakingHours: null })) {
        const body = { high: [...high], low: [...low] };
        const { error } = await api.PUT('/api/v1/users/{id}/paging-rules', { ...params, body });
        if (error !== undefined) throw new ProblemError(error);
      }
      if (
        !isSame({ high: [], low: [], wakingHours }, { high: [], low: [], wakingHours: saved.wakingHours })
      ) {
        const { error } = await api.PUT('/api/v1/users/{id}/waking-hours', {
          ...params,
          body: { wakingHours },
        });
        if (error !== undefined) throw new ProblemError(error);
      }
    },
    onSuccess: async () => {
      await refresh(queries, OLD_PATHS);
      onSaved();
      notifications.show({ message: texts.saved });
    },
  });
}
