import { Link, Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useLiveChanges } from '../api/live';
import { ConfirmationDialog } from '../session/confirmation-dialog';
import { withStyles } from '../design/with-styles';
import { texts } from '../texts/frame';
import { AccountMenu } from './account-menu';
import { Arrival } from './arrival';
import { useFrameKeys } from './frame-keys';
import { PhoneBar } from './phone-bar';
import { usePlaces } from './places';
import { SearchButton } from './search-button';
import classes from './shell.module.css';
import { TroubleStrip } from './trouble-strip';
import { Wordmark } from './wordmark';

const Palette = lazy(() => withStyles(import('./palette/palette')));
const KeysOverlay = lazy(() => withStyles(import('./keys-overlay')));

/** What stands around every screen: the rail of the desktop, the bar of the phone, the strip while something is wrong. */
export function Shell() {
  useLiveChanges();
  // Counts how often it was asked for: each one opens it again.
  const [paletteAsked, setPaletteAsked] = useState(0);
  const [areKeysShown, setKeysShown] = useState(false);
  const openPalette = () => setPaletteAsked((asked) => asked + 1);
  const showKeys = () => setKeysShown(true);
  useFrameKeys({ openPalette, showKeys });
  return (
    <>
      <a className={classes.skip} href="#content">
        {texts.skip}
      </a>
      <div className={classes.frame}>
        <Rail openPalette={openPalette} showKeys={showKeys} />
        <div className={classes.side}>
          <TroubleStrip />
          <main id="content" className={classes.content}>
            <Outlet />
          </main>
        </div>
        <PhoneBar openPalette={openPalette} />
      </div>
      <Arrival />
      <ConfirmationDialog />
      <Suspense fallback={null}>
        {paletteAsked > 0 ? <Palette asked={paletteAsked} showKeys={showKeys} /> : null}
        {areKeysShown ? <KeysOverlay close={() => setKeysShown(false)} /> : null}
      </Suspense>
    </>
  );
}

function Rail({ openPalette, showKeys }: { openPalette: () => void; showKeys: () => void }) {
  const places = usePlaces();
  return (
    <section className={classes.rail} aria-label={texts.product}>
      <Link to="/" className={classes.wordmark} aria-label={texts.home}>
        <Wordmark />
      </Link>
      <SearchButton onClick={openPalette} />
      <nav className={classes.places} aria-label={texts.navigation}>
        {places.map(({ to, label, icon: Sign }) => (
          <Link key={to} to={to} className={classes.place} activeOptions={{ exact: to === '/' }}>
            <Sign size={20} stroke={1.75} aria-hidden />
            {label}
          </Link>
        ))}
      </nav>
      <AccountMenu showKeys={showKeys} />
    </section>
  );
}
