import { useHotkeys, useMediaQuery } from '@mantine/hooks';
import { Page } from '../../design/page';
import { isScreenInFront } from '../../incident/keys';
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
  useHotkeys([
    ['j', () => goThroughCards(1)],
    ['k', () => goThroughCards(-1)],
  ]);
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

/** The focus goes from incident to incident, in the order in which they are shown; Enter opens. */
function goThroughCards(by: 1 | -1): void {
  if (!isScreenInFront()) return;
  const titles = [...document.querySelectorAll<HTMLElement>('main article h3 a')];
  const at = titles.findIndex((title) => title.closest('article')?.contains(document.activeElement));
  const next = at === -1 ? 0 : Math.min(titles.length - 1, Math.max(0, at + by));
  titles[next]?.focus();
}
