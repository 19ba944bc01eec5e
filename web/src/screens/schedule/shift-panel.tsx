import { Button, Group, Stack, Text } from '@mantine/core';
import { Person } from '../../design/person';
import { zoneName } from '../../design/times';
import { usePeople } from '../../people/people';
import type { TimelineShift } from '../../schedule-timeline/lanes';
import { lengthOf, spanIn, whoOf } from '../../schedule-timeline/shift-words';
import { useSession } from '../../session/session';
import { panelTexts as texts, texts as words } from '../../texts/schedules';
import { FloatingPanel } from './floating-panel';
import type { useStretchRights } from './takers';

/** One shift: who, from when to when, why, and what the reader may do about it. */
export function ShiftPanel({
  shift,
  place,
  zone,
  scheduleZone,
  now,
  rights,
  onTakeOver,
  onSwap,
  onClose,
}: {
  shift: TimelineShift;
  place: DOMRect;
  zone: string;
  scheduleZone: string;
  now: Date;
  rights: ReturnType<typeof useStretchRights>;
  /** Somebody else shall have it, or a part. */
  onTakeOver: () => void;
  /** It is the reader's, who wants to give it away. */
  onSwap: () => void;
  onClose: () => void;
}) {
  const people = usePeople();
  const session = useSession();
  const isMine = shift.userId === session.id;
  const isOver = shift.end <= now;
  const isGap = shift.kind === 'gap';
  const zones = [...new Set([zone, session.timeZone, scheduleZone])];
  const takeOver = isGap ? words.cover : rights.mayPutAnybody ? texts.takeOver : isMine ? null : texts.takeIt;
  return (
    <FloatingPanel place={place} title={whoOf(shift, people)} onClose={onClose}>
      <Stack gap="sm">
        {shift.userId === null ? null : <Person id={shift.userId} />}
        <div>
          {zones.map((each) => (
            <Text key={each} size="sm">
              {spanIn(shift, each)}
              {zones.length > 1 ? ` ${zoneName(each, shift.start)}` : ''}
            </Text>
          ))}
          <Text size="sm" c="dimmed">
            {isGap ? shift.why : `${lengthOf(shift)} · ${shift.why}`}
          </Text>
        </div>
        {isOver ? (
          <Text size="sm">{texts.over}</Text>
        ) : (
          <Group gap="xs">
            {isMine && rights.mayAsk ? <Button onClick={onSwap}>{texts.swapMine}</Button> : null}
            {takeOver !== null && rights.mayPutSelf ? (
              <Button variant={isMine ? 'default' : 'filled'} onClick={onTakeOver}>
                {takeOver}
              </Button>
            ) : null}
            {rights.mayPutSelf || rights.mayAsk ? null : <Text size="sm">{texts.noRight}</Text>}
          </Group>
        )}
      </Stack>
    </FloatingPanel>
  );
}
