import { AppShell } from '@mantine/core';
import { Link, Outlet } from '@tanstack/react-router';
import { useLiveChanges } from '../api/live';
import { ConfirmationDialog } from '../session/confirmation-dialog';
import { useMay } from '../session/session';
import { texts } from '../texts/frame';
import { ME, PLACES, type Place } from './places';
import classes from './shell.module.css';
import { TroubleStrip } from './trouble-strip';

/** What stands around every screen: the rail of the desktop, the bar of the phone, the strip while something is wrong. */
export function Shell() {
  useLiveChanges();
  const may = useMay();
  const places = PLACES.filter(({ permission }) => permission === undefined || may(permission));
  return (
    <>
      <a className={classes.skip} href="#content">
        {texts.skip}
      </a>
      <AppShell
        navbar={{ width: 200, breakpoint: 'sm', collapsed: { mobile: true } }}
        footer={{ height: { base: 57, sm: 0 } }}
        padding={{ base: 16, sm: 24 }}
        transitionDuration={0}
      >
        <AppShell.Navbar visibleFrom="sm">
          <nav className={classes.rail} aria-label={texts.navigation}>
            {[...places, ME].map((place) => (
              <RailLink key={place.to} place={place} />
            ))}
          </nav>
        </AppShell.Navbar>
        <AppShell.Main id="content">
          <TroubleStrip />
          <Outlet />
        </AppShell.Main>
        <AppShell.Footer hiddenFrom="sm">
          <nav className={classes.bar} aria-label={texts.navigation}>
            {[...PLACES.slice(0, 3), ME].map((place) => (
              <TabLink key={place.to} place={place} />
            ))}
          </nav>
        </AppShell.Footer>
      </AppShell>
      <ConfirmationDialog />
    </>
  );
}

function RailLink({ place: { to, label, icon: Sign } }: { place: Place }) {
  return (
    <Link to={to} className={classes.place} activeOptions={{ exact: to === '/' }}>
      <Sign size={20} aria-hidden />
      {label}
    </Link>
  );
}

function TabLink({ place: { to, label, icon: Sign } }: { place: Place }) {
  return (
    <Link to={to} className={classes.tab} activeOptions={{ exact: to === '/' }}>
      <Sign size={22} aria-hidden />
      {label}
    </Link>
  );
}
