import { useState } from 'react';
import { serverNow } from '../../api/server-clock';
import { Page } from '../../design/page';
import { Failed, Loading } from '../../design/states';
import { useIsPhone } from './is-phone';
import { daysIn, rangeAround, rangeFrom, type Range } from './range';
import { usePathPart } from '../../frame/path-part';
import { dayOf } from '../../design/wall-clock';
import { useSession } from '../../session/session';
import { texts } from '../../texts/schedules';
import { useShownSchedule } from './schedule-data';
import { ScheduleView } from './schedule-view';

/** A schedule: who is on call, its timeline, and what one can do on it. */
export default function ScheduleScreen() {
  const scheduleId = usePathPart('scheduleId');
  return <ScheduleWindow key={scheduleId} scheduleId={scheduleId} />;
}

function ScheduleWindow({ scheduleId }: { scheduleId: string }) {
  const own = useSession().timeZone;
  const isPhone = useIsPhone();
  const [zone, setZone] = useState(own);
  const [range, setRange] = useState<Range>(() => firstRange(dayOf(serverNow(), own), isPhone));
  const window = { firstDay: range.firstDay, days: daysIn(range), zone };
  const { shown, isComing, error, retry } = useShownSchedule(scheduleId, window);
  const fault = error === null ? null : <Failed error={error} retry={retry} />;
  if (shown === undefined)
    return (
      <Page title={texts.one} wide>
        {fault ?? <Loading rows={5} height={48} />}
      </Page>
    );
  return (
    <ScheduleView
      shown={shown}
      isComing={isComing}
      fault={fault}
      range={range}
      zone={zone}
      onRange={setRange}
      onZone={setZone}
    />
  );
}

const firstRange = (today: string, isPhone: boolean): Range =>
  isPhone ? rangeFrom(today, 'week') : rangeAround(today, 'fortnight');
