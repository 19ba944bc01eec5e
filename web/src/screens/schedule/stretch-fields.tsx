import { SimpleGrid, Text } from '@mantine/core';
import type { Fault } from '../../api/faults';
import type { Stretch } from '../../schedule-timeline/lanes';
import { MomentField } from '../../design/moment-field';
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
  const isBackwards = stretch.end <= stretch.start;
  return (
    <div>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <MomentField
          label={texts.begin}
          at={stretch.start}
          zone={zone}
          disabled={isBeginFixed}
          error={fault?.fields['start'] ?? fault?.fields['give.start']}
          onChange={(start) => onChange({ ...stretch, start })}
        />
        <MomentField
          label={texts.end}
          at={stretch.end}
          zone={zone}
          error={isBackwards ? texts.endBeforeBegin : (fault?.fields['end'] ?? fault?.fields['give.end'])}
          onChange={(end) => onChange({ ...stretch, end })}
        />
      </SimpleGrid>
      <Text size="xs" c="dimmed" mt={4}>
        {texts.inZone(zone)}
      </Text>
    </div>
  );
}
