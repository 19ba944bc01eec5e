import { Button } from '@mantine/core';
import { useMemo, useState, type ReactNode } from 'react';
import type { Schema } from '../../api/client';
import { useServerNow } from '../../api/server-clock';
import { Page } from '../../design/page';
import { usePeople } from '../../people/people';
import { ScheduleTimeline } from '../../schedule-timeline/schedule-timeline';
import type { Stretch, TimelineLane, TimelineShift } from '../../schedule-timeline/lanes';
import { dayOf } from '../../design/wall-clock';
import { OfferShiftDialog, type OfferedShift } from '../../swaps/offer-shift-dialog';
import { texts } from '../../texts/schedules';
import { GapNote } from './gap-note';
import { OnCallLine } from './on-call-line';
import { aheadOf, nextHours, overrideOf } from './opened-shift';
import { OpenRequests } from './open-requests';
import { useOverrideDeeds } from './override-deeds';
import { RangeBar } from './range-bar';
import type { Range } from './range';
import { ScheduleActions } from './schedule-actions';
import type { ShownSchedule } from './schedule-data';
import { lanesOf } from './schedule-lanes';
import { SchedulePanel, type Opened } from './schedule-panel';
import classes from './schedule-screen.module.css';
import { useStretchRights } from './takers';
import { ViewSwitches, type Form } from './view-switches';

/** So often it is looked anew which overrides have begun. */
const STEP_MS = 300_000;

/** The screen of a schedule that has come. */
export function ScheduleView({
  shown,
  isComing,
  fault,
  range,
  zone,
  onRange,
  onZone,
}: {
  shown: ShownSchedule;
  /** Whether another window was asked for and has not come yet. */
  isComing: boolean;
  /** What to say instead of the timeline, where that window could not be had. */
  fault: ReactNode;
  /** Which window was asked for, and in which zone. */
  range: Range;
  zone: string;
  onRange: (range: Range) => void;
  onZone: (zone: string) => void;
}) {
  const { schedule, window } = shown;
  const now = useServerNow(30_000);
  const rights = useStretchRights(schedule);
  const deeds = useOverrideDeeds(schedule.id, window.zone);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [given, setGiven] = useState<TimelineShift | null>(null);
  const [form, setForm] = useState<Form>('timeline');
  const mayDraw = rights.mayPutSelf || rights.mayAsk;
  const lanes = useLanes(shown, deeds.moved, now);
  const openStretch = (stretch: Stretch, place: DOMRect) => {
    setOpened({ kind: 'stretch', stretch: aheadOf(stretch, now), place });
  };
  const openShift = (shift: TimelineShift, place: DOMRect) => {
    if (shift.kind === 'gap' && shift.end > now && rights.mayPutSelf) openStretch(shift, place);
    else setOpened({ kind: 'shift', shift, place });
  };
  return (
    <Page
      title={schedule.name}
      wide
      actions={
        <>
          {mayDraw ? (
            <Button
              onClick={({ currentTarget }) => {
                openStretch(nextHours(now), currentTarget.getBoundingClientRect());
              }}
            >
              {texts.makeOverride}
            </Button>
          ) : null}
          <ScheduleActions schedule={schedule} />
        </>
      }
    >
      <OnCallLine scheduleId={schedule.id} />
      <GapNote
        gaps={shown.shifts.gaps}
        zone={window.zone}
        now={now}
        mayCover={rights.mayPutSelf}
        onCover={openStretch}
      />
      <section aria-labelledby="lanes-title">
        <h2 id="lanes-title" className={classes.lanesTitle}>
          {texts.lanesTitle}
        </h2>
        <div className={classes.bar}>
          <RangeBar range={range} today={dayOf(now, window.zone)} onChange={onRange} />
          <ViewSwitches
            zone={zone}
            scheduleZone={schedule.timeZone}
            form={form}
            onZone={onZone}
            onForm={setForm}
          />
        </div>
        <div className={classes.lanes} aria-busy={isComing} data-coming={isComing || undefined}>
          {fault ?? (
            <ScheduleTimeline
              lanes={lanes}
              window={window}
              scheduleZone={schedule.timeZone}
              form={form}
              hints={{ timeline: mayDraw ? texts.hint : texts.hintReader, list: texts.hintList }}
              onPick={openShift}
              onStretch={(_, stretch, place) => {
                if (stretch.end > now) openStretch(stretch, place);
              }}
              onMove={(shift, stretch) => {
                const override = overrideOf(shown, shift);
                if (override !== undefined) deeds.drag(override, stretch);
              }}
            />
          )}
        </div>
      </section>
      <OpenRequests schedule={schedule} zone={window.zone} />
      {opened === null ? null : (
        <SchedulePanel
          key={keyOf(opened)}
          opened={opened}
          shown={shown}
          zone={window.zone}
          now={now}
          rights={rights}
          deeds={deeds}
          onOpen={setOpened}
          onSwap={setGiven}
        />
      )}
      <OfferShiftDialog
        shift={given === null ? null : offered(schedule, given)}
        onClose={() => {
          setGiven(null);
        }}
      />
    </Page>
  );
}

/** A panel of its own for each thing that is opened. */
const keyOf = (opened: Opened): string =>
  opened.kind === 'shift'
    ? opened.shift.id
    : `${opened.stretch.start.toISOString()} ${opened.stretch.end.toISOString()}`;

/** The lanes, made anew only when something in them is new: drawing them is the costly part of this screen. */
function useLanes(shown: ShownSchedule, moved: ReadonlyMap<string, Stretch>, now: Date): TimelineLane[] {
  const people = usePeople();
  const rights = useStretchRights(shown.schedule);
  const mayDraw = rights.mayPutSelf || rights.mayAsk;
  const changeable = shown.overrides
    .filter(rights.mayChange)
    .map(({ id }) => id)
    .join(' ');
  const step = Math.floor(now.getTime() / STEP_MS);
  return useMemo(
    () =>
      lanesOf(shown, {
        people,
        now: new Date(step * STEP_MS),
        changeable: new Set(changeable.split(' ')),
        mayDraw,
        moved,
      }),
    [shown, people, step, changeable, mayDraw, moved],
  );
}

const offered = ({ id, name }: Schema<'Schedule'>, { start, end }: Stretch): OfferedShift => ({
  scheduleId: id,
  scheduleName: name,
  start: start.toISOString(),
  end: end.toISOString(),
});
