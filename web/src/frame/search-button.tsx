import { UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { texts } from '../texts/frame';
import { commandKey } from './frame-keys';
import classes from './shell.module.css';

/** Opens the palette, and says by which keys it opens too. */
export function SearchButton({ onClick }: { onClick: () => void }) {
  return (
    <UnstyledButton className={classes.search} onClick={onClick} aria-keyshortcuts="Control+K Meta+K">
      <IconSearch size={18} stroke={1.75} aria-hidden />
      <span className={classes.grows}>{texts.search}</span>
      <kbd className={classes.kbd} aria-hidden>
        {commandKey} K
      </kbd>
    </UnstyledButton>
  );
}
