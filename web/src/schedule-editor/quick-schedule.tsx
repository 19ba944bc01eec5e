import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { v4 as newId } from 'uuid';
import { $api, type Schema } from '../api/client';
import { faultOf } from '../api/faults';
import { serverNow } from '../api/server-clock';
import { useSession } from '../session/session';
import { texts } from '../texts/schedule-editor';
import { HandoffFields } from './handoff-fields';
import { weeklyLayer } from './layer-templates';
import { NextHandoffList } from './next-handoff-list';
import { ParticipantsField } from './participants-field';
import { patternOf } from './rotation-pattern';
import { draftOf, type ScheduleDraft } from './schedule-draft';
import { ZoneSelect } from '../design/zone-select';

/**
 * A first schedule in one small form: a name, a zone, the people in their order, a weekly hand-off. Begun with
 * `participants`, or with oneself; saved for the team.
 * @example <QuickSchedule team={team} onSaved={(schedule) => go(schedule.id)} />
 */
export function QuickSchedule({
  team,
  name = '',
  onSaved,
  saveLabel = texts.saveNew,
}: {
  team: Pick<Schema<'Team'>, 'id' | 'members'> | null;
  /** What it is called to begin with. */
  name?: string;
  onSaved: (schedule: Schema<'WrittenSchedule'>) => void;
  saveLabel?: string;
}) {
  const session = useSession();
  const members = team?.members.map(({ userId }) => userId) ?? [];
  const [draft, setDraft] = useState<ScheduleDraft>(() => {
    const participants = members.length > 0 ? members : [session.id];
    const { timeZone } = session;
    const start = { participants, timeZone, now: serverNow(), newId };
    return { name, timeZone, teamId: team?.id ?? null, layers: [weeklyLayer(start)] };
  });
  const create = $api.useMutation('post', '/api/v1/schedules', { onSuccess: onSaved });
  const fault = create.error === null ? null : faultOf(create.error);
  const faults = fault?.fields ?? {};
  const [layer] = draft.layers;
  if (layer === undefined) return null;
  const putLayer = (next: typeof layer) => setDraft({ ...draft, layers: [next] });
  const pattern = patternOf(layer);
  const save = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    create.mutate({ body: draftOf(draft) });
  };
  const isNameTaken = fault?.status === 409;
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="md">
        <TextInput
          label={texts.name}
          description={texts.nameHint}
          size="md"
          required
          value={draft.name}
          onChange={({ currentTarget }) => setDraft({ ...draft, name: currentTarget.value })}
          error={isNameTaken ? fault.detail : faults.name}
        />
        <ZoneSelect
          label={texts.zone}
          description={texts.zoneHint}
          value={draft.timeZone}
          onChange={(timeZone) => setDraft({ ...draft, timeZone })}
          error={faults.timeZone}
        />
        <ParticipantsField
          value={layer.participants}
          onChange={(participants) => putLayer({ ...layer, participants })}
          teamMembers={members}
          faults={faults}
          path="layers.0.participants"
        />
        {pattern.kind === 'custom' ? null : (
          <HandoffFields layer={layer} pattern={pattern} timeZone={draft.timeZone} onChange={putLayer} />
        )}
        <NextHandoffList layer={layer} timeZone={draft.timeZone} />
        <Text size="sm" c="dimmed">
          {texts.quickWhy}
        </Text>
        {fault === null || isNameTaken || Object.keys(faults).length > 0 ? null : (
          <Alert color="gray" title={fault.title} role="alert">
            {fault.detail}
          </Alert>
        )}
        <Button type="submit" loading={create.isPending} style={{ alignSelf: 'flex-start' }}>
          {saveLabel}
        </Button>
      </Stack>
    </form>
  );
}
