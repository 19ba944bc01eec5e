import { Button, Checkbox, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useSessionStorage } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { $api, type Schema } from '../../../api/client';
import { faultOf } from '../../../api/faults';
import { refresh } from '../../../api/live-changes';
import { FaultLine } from '../../../design/fault-line';
import { useSession } from '../../../session/session';
import { texts } from '../../../texts/absences';
import { stretchOf, withWholeDays, type AbsenceDraft } from './absence-draft';
import classes from './absences.module.css';

const EMPTY: AbsenceDraft = { isWholeDays: true, from: '', to: '', reason: '' };

/** Says that I am away; what I typed survives a reload until it is saved. */
export function AbsenceForm({ onMade }: { onMade: (made: Schema<'MadeAbsence'>) => void }) {
  const { id, timeZone } = useSession();
  const queries = useQueryClient();
  const [draft, setDraft] = useSessionStorage<AbsenceDraft>({
    key: 'rouse.draft.absence',
    defaultValue: EMPTY,
    getInitialValueInEffect: false,
  });
  const make = $api.useMutation('post', '/api/v1/users/{id}/absences', {
    onSuccess: async (made) => {
      setDraft(EMPTY);
      onMade(made);
      await refresh(queries, [
        '/api/v1/users/{id}/absences',
        '/api/v1/me/shifts',
        '/api/v1/schedules',
        '/api/v1/on-call',
      ]);
    },
  });
  const change = (part: Partial<AbsenceDraft>) => {
    make.reset();
    setDraft({ ...draft, ...part });
  };
  const stretch = stretchOf(draft, timeZone);
  const isBackwards = stretch !== null && stretch.end <= stretch.start;
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (stretch === null || isBackwards) return;
    const reason = draft.reason.trim() === '' ? null : draft.reason;
    make.mutate({
      params: { path: { id } },
      body: { start: stretch.start.toISOString(), end: stretch.end.toISOString(), reason },
    });
  };
  const faults = make.error === null ? {} : faultOf(make.error).fields;
  const type = draft.isWholeDays ? 'date' : 'datetime-local';
  return (
    <Paper component="form" onSubmit={send} aria-label={texts.add}>
      <Stack gap="sm">
        <div>
          <Title order={2} size="h3">
            {texts.add}
          </Title>
          <Text size="sm" c="dimmed">
            {texts.addDetail}
          </Text>
        </div>
        <Checkbox
          className={classes['check'] ?? ''}
          label={texts.wholeDays}
          checked={draft.isWholeDays}
          onChange={(event) => {
            make.reset();
            setDraft(withWholeDays(draft, event.currentTarget.checked));
          }}
        />
        <div className={classes['fields']}>
          <TextInput
            type={type}
            label={draft.isWholeDays ? texts.firstDay : texts.from}
            required
            value={draft.from}
            onChange={(event) => {
              const from = event.currentTarget.value;
              change({ from, to: draft.to === '' && draft.isWholeDays ? from : draft.to });
            }}
            error={faults['start']}
          />
          <TextInput
            type={type}
            label={draft.isWholeDays ? texts.lastDay : texts.to}
            required
            min={draft.from}
            value={draft.to}
            onChange={(event) => change({ to: event.currentTarget.value })}
            error={isBackwards ? texts.endsBeforeStart : faults['end']}
          />
          <TextInput
            label={texts.reason}
            placeholder={texts.reasonHint}
            description={texts.reasonDetail}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            maxLength={500}
            value={draft.reason}
            onChange={(event) => change({ reason: event.currentTarget.value })}
            error={faults['reason']}
          />
        </div>
        <FaultLine error={make.error} shown={['start', 'end', 'reason']} />
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {texts.inZone(timeZone)}
          </Text>
          <Button type="submit" loading={make.isPending}>
            {texts.save}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
