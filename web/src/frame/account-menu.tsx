import { Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconKeyboard, IconLogout, IconSelector, IconUser } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Face } from '../design/person';
import { useSession } from '../session/session';
import { texts } from '../texts/frame';
import { leave } from './leave';
import { SchemeChoice } from './scheme-choice';
import classes from './shell.module.css';

/** My face, and behind it what concerns me and this browser. */
export function AccountMenu({ showKeys }: { showKeys: () => void }) {
  const me = useSession();
  return (
    <Menu width={248} position="top-start" transitionProps={{ duration: 80 }}>
      <Menu.Target>
        <UnstyledButton className={classes.account}>
          <VisuallyHidden>{texts.account(me.name)}</VisuallyHidden>
          <Face person={me} size={28} />
          <span className={classes.grows} aria-hidden>
            {me.name}
          </span>
          <IconSelector size={16} stroke={1.75} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.email}</Menu.Label>
        <Menu.Item component={Link} to="/me" leftSection={<IconUser size={18} stroke={1.75} aria-hidden />}>
          {texts.myOnCall}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconKeyboard size={18} stroke={1.75} aria-hidden />}
          rightSection={<kbd className={classes.kbd}>?</kbd>}
          onClick={showKeys}
        >
          {texts.keys}
        </Menu.Item>
        <Menu.Divider />
        <div className={classes.scheme}>
          <SchemeChoice />
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={18} stroke={1.75} aria-hidden />}
          onClick={() => void leave()}
        >
          {texts.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
