import { Paper, Stack, TextInput, Title } from '@mantine/core';
import type { ScheduleDraft } from '../../schedule-editor/schedule-draft';
import { ZoneSelect } from '../../design/zone-select';
import { OwnerSelect } from '../../people/owner-select';
import { texts } from '../../texts/schedule-editor';

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
        <OwnerSelect
          label={texts.team}
          description={texts.whoMayChange}
          noTeam={texts.noTeam}
          permission="schedule.change"
          value={draft.teamId}
          onChange={(teamId) => onChange({ ...draft, teamId })}
          error={faults.teamId}
        />
      </Stack>
    </Paper>
  );
}
