import { useMantineColorScheme } from '@mantine/core';
import { IconKeyboard, IconLogout, IconMoon, IconPlus, IconSun, type Icon } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { PermissionName } from '../../../../src/access/permission-table.js';
import { useMay, useSession } from '../../session/session';
import { texts } from '../../texts/palette';
import { leave } from '../leave';
import { ME, usePlaces } from '../places';
import { isMeant, type PaletteItem } from './palette-items';

/** What can be made, where, and by what permission, be it of one's own team only. */
const MAKES: readonly { readonly to: string; readonly label: string; readonly permission: PermissionName }[] =
  [
    { to: '/schedules/new', label: texts.newSchedule, permission: 'schedule.change' },
    { to: '/policies/new', label: texts.newPolicy, permission: 'policy.change' },
    { to: '/services/new', label: texts.newService, permission: 'service.change' },
    { to: '/teams/new', label: texts.newTeam, permission: 'team.create' },
  ];

/** The places and acts that a person has, as far as they are meant by what was typed. */
export function useOwnItems(typed: string, showKeys: () => void): PaletteItem[] {
  const navigate = useNavigate();
  const places = usePlaces();
  const may = useMay();
  const { teams } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const go = (to: string) => () => void navigate({ to });
  const does = (label: string, icon: Icon, run: () => void): PaletteItem => ({
    ...{ key: label, group: texts.actions, label, icon, run },
  });
  const scheme = (chosen: 'light' | 'dark', label: string, icon: Icon): PaletteItem[] =>
    colorScheme === chosen ? [] : [does(label, icon, () => setColorScheme(chosen))];
  const items: PaletteItem[] = [
    ...[...places, ME].map(({ to, label, icon }) => ({
      ...{ key: to, group: texts.places, label, icon, run: go(to) },
    })),
    ...MAKES.filter(
      ({ permission }) => may(permission) || teams.some((team) => may(permission, { teamId: team.id })),
    ).map(({ to, label }) => does(label, IconPlus, go(to))),
    ...scheme('dark', texts.useDark, IconMoon),
    ...scheme('light', texts.useLight, IconSun),
    does(texts.keys, IconKeyboard, showKeys),
    does(texts.signOut, IconLogout, () => void leave()),
  ];
  return items.filter(({ label }) => isMeant(typed, label));
}
