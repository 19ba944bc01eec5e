import { Drawer, UnstyledButton } from '@mantine/core';
import { IconLogout, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Face } from '../design/person';
import { useSession } from '../session/session';
import { texts } from '../texts/frame';
import { leave } from './leave';
import { PHONE_PLACES, usePlaces } from './places';
import { SchemeChoice } from './scheme-choice';
import classes from './shell.module.css';

/** On a phone: the places that have no room in the bar, and what the account menu of the desktop has. */
export default function MoreSheet({
  isOpen,
  close,
  openPalette,
}: {
  isOpen: boolean;
  close: () => void;
  openPalette: () => void;
}) {
  const me = useSession();
  const places = usePlaces().filter(({ to }) => PHONE_PLACES.every((near) => near.to !== to));
  return (
    <Drawer
      opened={isOpen}
      onClose={close}
      position="bottom"
      size="auto"
      title={texts.more}
      closeButtonProps={{ 'aria-label': texts.close, size: 44 }}
      transitionProps={{ duration: 120 }}
      classNames={{ content: classes.sheet }}
    >
      <UnstyledButton
        className={classes.place}
        onClick={() => {
          close();
          openPalette();
        }}
      >
        <IconSearch size={20} stroke={1.75} aria-hidden />
        {texts.search}
      </UnstyledButton>
      {places.map(({ to, label, icon: Sign }) => (
        <Link key={to} to={to} className={classes.place} onClick={close}>
          <Sign size={20} stroke={1.75} aria-hidden />
          {label}
        </Link>
      ))}
      <div className={classes.sheetEnd}>
        <SchemeChoice />
        <div className={classes.signedIn}>
          <Face person={me} size={32} />
          <span className={classes.grows}>{me.name}</span>
          <UnstyledButton className={classes.place} onClick={() => void leave()}>
            <IconLogout size={20} stroke={1.75} aria-hidden />
            {texts.signOut}
          </UnstyledButton>
        </div>
      </div>
    </Drawer>
  );
}
