import { SimpleGrid, Text, TextInput } from '@mantine/core';
import type { Fault } from '../../api/faults';
import type { Stretch } from '../../schedule-timeline/lanes';
import { instantOf, wallClock } from '../../design/wall-clock';
import { panelTexts as texts } from '../../texts/schedules';

/** Begin and end of a stretch, on the wall clock of a zone. An end before the begin says so. */
export function StretchFields({
  stretch,
  zone,
  isBeginFixed = false,
  fault,
  onChange,
}: {
  stretch: Stretch;
  zone: string;
  isBeginFixed?: boolean;
  fault: Fault | null;
  onChange: (stretch: Stretch) => void;
}) {
  const shown = (at: Date) => wallClock(at, zone).slice(0, 16);
  const read = (text: string) => (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? instantOf(text, zone) : null);
  const isBackwards = stretch.end <= stretch.start;
  return (
    <div>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput
          type="datetime-local"
          label={texts.begin}
          value={shown(stretch.start)}
          disabled={isBeginFixed}
          error={fault?.fields['start'] ?? fault?.fields['give.start']}
          onChange={({ currentTarget }) => {
            const start = read(currentTarget.value);
            if (start !== null) onChange({ ...stretch, start });
          }}
        />
        <TextInput
          type="datetime-local"
          label={texts.end}
          value={shown(stretch.end)}
          error={isBackwards ? texts.endBeforeBegin : (fault?.fields['end'] ?? fault?.fields['give.end'])}
          onChange={({ currentTarget }) => {
            const end = read(currentTarget.value);
            if (end !== null) onChange({ ...stretch, end });
          }}
        />
      </SimpleGrid>
      <Text size="xs" c="dimmed" mt={4}>
        {texts.inZone(zone)}
      </Text>
    </div>
  );
}
