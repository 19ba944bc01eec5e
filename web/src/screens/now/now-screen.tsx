import { useMediaQuery } from '@mantine/hooks';
import { Page } from '../../design/page';
import { texts } from '../../texts/now';
import { DutyCard } from './duty-card';
import { NeedsMe } from './needs-me';
import classes from './now.module.css';
import { OnCallNow } from './on-call-now';
import { IncidentsOfMine, OtherIncidents } from './open-incidents';

/** As wide as two columns need. */
const WIDE = '(min-width: 68em)';

/** Who is on call, what is open, and what needs me. In the order of a phone; on a desk what one answers stands aside. */
export function NowScreen() {
  const isWide = useMediaQuery(WIDE, undefined, { getInitialValueInEffect: false });
  return (
    <Page title={texts.title}>
      <DutyCard />
      {isWide ? (
        <div className={classes.columns}>
          <div className={classes.column}>
            <IncidentsOfMine />
            <OtherIncidents />
          </div>
          <div className={classes.column}>
            <NeedsMe />
            <OnCallNow />
          </div>
        </div>
      ) : (
        <div className={classes.column}>
          <IncidentsOfMine />
          <NeedsMe />
          <OtherIncidents />
          <OnCallNow />
        </div>
      )}
    </Page>
  );
}
