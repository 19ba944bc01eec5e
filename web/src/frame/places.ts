import {
  IconAlertTriangle,
  IconBuildingBroadcastTower,
  IconCalendarWeek,
  IconDeviceMobileMessage,
  IconHome,
  IconSettings,
  IconStairsUp,
  IconUser,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { PermissionName } from '../../../src/access/permission-table.js';
import { useMay } from '../session/session';
import { texts } from '../texts/frame';

/** A place of the app that one can go to from anywhere. */
export interface Place {
  readonly to: string;
  readonly label: string;
  readonly icon: Icon;
  /** Shown only to whoever may. */
  readonly permission?: PermissionName;
}

/** The rail of the desktop, in its order. */
const PLACES: readonly Place[] = [
  { to: '/', label: texts.now, icon: IconHome },
  { to: '/incidents', label: texts.incidents, icon: IconAlertTriangle },
  { to: '/schedules', label: texts.schedules, icon: IconCalendarWeek },
  { to: '/services', label: texts.services, icon: IconBuildingBroadcastTower },
  { to: '/policies', label: texts.policies, icon: IconStairsUp },
  { to: '/people', label: texts.people, icon: IconUsers },
  { to: '/admin', label: texts.admin, icon: IconSettings, permission: 'audit-log.read' },
  { to: '/phones', label: texts.phones, icon: IconDeviceMobileMessage, permission: 'phone-simulator.use' },
];

export const ME: Place = { to: '/me', label: texts.me, icon: IconUser };

/** Those that the person may see. */
export function usePlaces(): Place[] {
  const may = useMay();
  return PLACES.filter(({ permission }) => permission === undefined || may(permission));
}

/** What is one tap away on a phone; everything else is behind More. */
export const PHONE_PLACES: readonly Place[] = [...PLACES.slice(0, 3), ME];
