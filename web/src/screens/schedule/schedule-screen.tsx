import { useState } from 'react';
import { serverNow } from '../../api/server-clock';
import { Page } from '../../design/page';
import { Failed, Loading } from '../../design/states';
import { useIsPhone } from './is-phone';
import { daysIn, rangeAround, rangeFrom, type Range } from './range';
import { usePathPart } from '../../frame/path-part';
import { dayOf } from '../../schedule-timeline/wall-clock';
import { useSession } from '../../session/session';
import { texts } from '../../texts/schedules';
import { useShownSchedule } from './schedule-data';
import { ScheduleView } from './schedule-view';

/** A schedule: who is on call, its timeline, and what one can do on it. */
export default function ScheduleScreen() {
  const scheduleId = usePathPart('scheduleId');
  const own = useSession().timeZone;
  const isPhone = useIsPhone();
  const [zone, setZone] = useState(own);
  const [range, setRange] = useState<Range>(() => firstRange(dayOf(serverNow(), own), isPhone));
  const window = { firstDay: range.firstDay, days: daysIn(range), zone };
  const { data, error, retry } = useShownSchedule(scheduleId, window);
  if (data === undefined)
    return (
      <Page title={texts.one} wide>
        {error === null ? <Loading rows={5} height={48} /> : <Failed error={error} retry={retry} />}
      </Page>
    );
  return (
    <ScheduleView
      key={scheduleId}
      shown={data}
      window={window}
      range={range}
      onRange={setRange}
      onZone={setZone}
    />
  );
}

const firstRange = (today: string, isPhone: boolean): Range =>
  isPhone ? rangeFrom(today, 'week') : rangeAround(today, 'fortnight');
