import type { Stretch, TimelineShift } from '../../schedule-timeline/lanes';
import type { useOverrideDeeds } from './override-deeds';
import { OverridePanel } from './override-panel';
import { aheadOf, overrideOf } from './opened-shift';
import type { ShownSchedule } from './schedule-data';
import { ShiftPanel } from './shift-panel';
import { StretchPanel } from './stretch-panel';
import type { useStretchRights } from './takers';

/** What is open on the timeline, and where. */
export type Opened =
  | { readonly kind: 'stretch'; readonly stretch: Stretch; readonly place: DOMRect }
  | { readonly kind: 'shift'; readonly shift: TimelineShift; readonly place: DOMRect };

/** The panel of whatever is open: a stretch that was drawn, an override, or a shift. */
export function SchedulePanel({
  opened,
  shown,
  zone,
  now,
  rights,
  deeds,
  onOpen,
  onSwap,
}: {
  opened: Opened;
  shown: ShownSchedule;
  zone: string;
  now: Date;
  rights: ReturnType<typeof useStretchRights>;
  deeds: ReturnType<typeof useOverrideDeeds>;
  onOpen: (opened: Opened | null) => void;
  onSwap: (shift: TimelineShift) => void;
}) {
  const { schedule, shifts } = shown;
  const { place } = opened;
  const close = () => {
    onOpen(null);
  };
  if (opened.kind === 'stretch')
    return (
      <StretchPanel
        schedule={schedule}
        items={shifts.items}
        stretch={opened.stretch}
        place={place}
        zone={zone}
        onMake={deeds.make}
        onClose={close}
      />
    );
  const { shift } = opened;
  const override = overrideOf(shown, shift);
  if (override !== undefined)
    return (
      <OverridePanel
        override={override}
        shift={shift}
        place={place}
        zone={zone}
        now={now}
        mayChange={rights.mayChange(override)}
        onChange={deeds.change}
        onTakeBack={deeds.takeBack}
        onClose={close}
      />
    );
  return (
    <ShiftPanel
      shift={shift}
      place={place}
      zone={zone}
      scheduleZone={schedule.timeZone}
      now={now}
      rights={rights}
      onTakeOver={() => {
        onOpen({ kind: 'stretch', stretch: aheadOf(shift, now), place });
      }}
      onSwap={() => {
        close();
        onSwap(shift);
      }}
      onClose={close}
    />
  );
}
