import { Paper, Select, Stack, TextInput, Title } from '@mantine/core';
import { $api } from '../../api/client';
import type { ScheduleDraft } from '../../schedule-editor/schedule-draft';
import { ZoneSelect } from '../../design/zone-select';
import { useMay } from '../../session/session';
import { texts } from '../../texts/schedule-editor';

const NO_TEAM = 'none';

/** All teams, for a choice among them. */
export const useTeams = () =>
  $api.useQuery('get', '/api/v1/teams', { params: { query: { limit: 200 } } }, { staleTime: 60_000 }).data
    ?.items ?? [];

/** What a schedule is called, on which clock it lives, and whose it is. */
export function BasicsFields({
  draft,
  onChange,
  faults,
}: {
  draft: ScheduleDraft;
  onChange: (draft: ScheduleDraft) => void;
  faults: Readonly<Record<string, string>>;
}) {
  const may = useMay();
  const teams = useTeams().filter(({ id }) => id === draft.teamId || may('schedule.change', { teamId: id }));
  const choices = [
    ...(draft.teamId === null || may('schedule.change', { teamId: null })
      ? [{ value: NO_TEAM, label: texts.noTeam }]
      : []),
    ...teams.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Paper component="section" aria-labelledby="schedule-basics">
      <Stack gap="md">
        <Title order={2} size="h3" id="schedule-basics">
          {texts.basics}
        </Title>
        <TextInput
          label={texts.name}
          description={texts.nameHint}
          size="md"
          required
          value={draft.name}
          onChange={({ currentTarget }) => onChange({ ...draft, name: currentTarget.value })}
          error={faults.name}
        />
        <ZoneSelect
          label={texts.zone}
          description={texts.zoneHint}
          value={draft.timeZone}
          onChange={(timeZone) => onChange({ ...draft, timeZone })}
          error={faults.timeZone}
        />
        <Select
          label={texts.team}
          description={texts.whoMayChange}
          size="md"
          searchable
          allowDeselect={false}
          data={choices}
          value={draft.teamId ?? NO_TEAM}
          onChange={(value) =>
            onChange({ ...draft, teamId: value === null || value === NO_TEAM ? null : value })
          }
          error={faults.teamId}
        />
      </Stack>
    </Paper>
  );
}
