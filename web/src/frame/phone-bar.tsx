import { UnstyledButton } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { withStyles } from '../design/with-styles';
import { texts } from '../texts/frame';
import { PHONE_PLACES } from './places';
import classes from './shell.module.css';

const MoreSheet = lazy(() => withStyles(import('./more-sheet')));

/** The bar under the thumb. */
export function PhoneBar({ openPalette }: { openPalette: () => void }) {
  const [sheet, setSheet] = useState<'never' | 'open' | 'closed'>('never');
  return (
    <nav className={classes.bar} aria-label={texts.navigation}>
      {PHONE_PLACES.map(({ to, label, icon: Sign }) => (
        <Link key={to} to={to} className={classes.tab} activeOptions={{ exact: to === '/' }}>
          <Sign size={22} stroke={1.75} aria-hidden />
          {label}
        </Link>
      ))}
      <UnstyledButton
        className={classes.tab}
        aria-haspopup="dialog"
        aria-expanded={sheet === 'open'}
        onClick={() => setSheet('open')}
      >
        <IconDots size={22} stroke={1.75} aria-hidden />
        {texts.more}
      </UnstyledButton>
      <Suspense fallback={null}>
        {sheet === 'never' ? null : (
          <MoreSheet isOpen={sheet === 'open'} close={() => setSheet('closed')} openPalette={openPalette} />
        )}
      </Suspense>
    </nav>
  );
}
