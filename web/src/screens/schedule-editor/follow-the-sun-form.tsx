import { ActionIcon, Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { usePeople, type People } from '../../people/people';
import { hoursInWords } from '../../schedule-editor/rotation-pattern';
import { followTheSun, type Region, type TemplateStart } from '../../schedule-editor/layer-templates';
import { replacedAt, type LayerDraft } from '../../schedule-editor/schedule-draft';
import { ZoneSelect } from '../../design/zone-select';
import { ClockField } from '../../schedule-editor/time-fields';
import { minutesAhead } from '../../schedule-editor/wall-clock-text';
import { texts } from '../../texts/schedule-editor';

const USUAL: readonly Omit<Region, 'participants'>[] = [
  { name: 'Asia', timeZone: 'Asia/Singapore', beginsAt: '09:00' },
  { name: 'Europe', timeZone: 'Europe/London', beginsAt: '09:00' },
  { name: 'Americas', timeZone: 'America/Los_Angeles', beginsAt: '09:00' },
];
const MOST_REGIONS = 6;

/** Places and when their day begins; makes a layer of each, which lasts until the next place begins. */
export function FollowTheSunForm({
  start,
  onMake,
  onCancel,
}: {
  start: TemplateStart;
  onMake: (layers: LayerDraft[]) => void;
  onCancel: () => void;
}) {
  const people = usePeople();
  const [regions, setRegions] = useState<readonly Omit<Region, 'participants'>[]>(USUAL);
  const layers = followTheSun(
    start,
    regions.map((region) => ({ ...region, participants: peopleNear(region, regions, start, people) })),
  );
  return (
    <Paper w="100%" component="section" aria-labelledby="follow-the-sun">
      <Stack gap="md">
        <div>
          <Title order={3} id="follow-the-sun">
            {texts.presetSun}
          </Title>
          <Text size="sm" c="dimmed">
            {texts.sunHint}
          </Text>
        </div>
        {regions.map((region, place) => (
          <Group key={place} gap="sm" align="flex-end" role="group" aria-label={region.name}>
            <TextInput
              label={texts.region}
              size="md"
              w={136}
              value={region.name}
              onChange={({ currentTarget }) =>
                setRegions(replacedAt(regions, place, { ...region, name: currentTarget.value }))
              }
            />
            <ZoneSelect
              label={texts.zone}
              flex="1 1 176px"
              value={region.timeZone}
              onChange={(timeZone) => setRegions(replacedAt(regions, place, { ...region, timeZone }))}
            />
            <ClockField
              label={texts.regionBegins}
              value={region.beginsAt}
              onChange={(beginsAt) => setRegions(replacedAt(regions, place, { ...region, beginsAt }))}
            />
            {regions.length < 3 ? null : (
              <ActionIcon
                aria-label={texts.removeRegion(region.name)}
                onClick={() => setRegions(regions.filter((_, other) => other !== place))}
              >
                <IconX size={18} aria-hidden />
              </ActionIcon>
            )}
          </Group>
        ))}
        <Stack gap={4} component="ul" m={0} pl={20}>
          {layers.map(({ id, name, restrictions }) => (
            <Text key={id} component="li" size="sm">
              {name}: {restrictions.map(hoursInWords).join(', ')} ({start.timeZone})
            </Text>
          ))}
        </Stack>
        <Group gap="sm">
          <Button onClick={() => onMake(layers)}>{texts.makeLayers}</Button>
          {regions.length >= MOST_REGIONS ? null : (
            <Button
              variant="default"
              leftSection={<IconPlus size={18} aria-hidden />}
              onClick={() =>
                setRegions([...regions, { name: texts.region, timeZone: start.timeZone, beginsAt: '09:00' }])
              }
            >
              {texts.addRegion}
            </Button>
          )}
          <Button variant="default" onClick={onCancel}>
            {texts.cancel}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

/** Of the people at hand those whose own clock is nearest to the place's; everybody where nobody lives near. */
function peopleNear(
  region: Omit<Region, 'participants'>,
  regions: readonly Omit<Region, 'participants'>[],
  { participants, now }: TemplateStart,
  people: People,
): string[] {
  const distance = (zone: string, other: string) => {
    const minutes = Math.abs(minutesAhead(zone, other, now)) % 1_440;
    return Math.min(minutes, 1_440 - minutes);
  };
  const near = participants.filter((id) => {
    const zone = people.get(id)?.timeZone;
    if (zone === undefined) return false;
    const best = Math.min(...regions.map(({ timeZone }) => distance(timeZone, zone)));
    return distance(region.timeZone, zone) === best;
  });
  return near.length === 0 ? [...participants] : near;
}
