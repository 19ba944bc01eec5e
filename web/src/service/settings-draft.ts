import type { Schema } from '../api/client';

/** The settings of a service while they are edited; all of them go out when they are saved. */
export interface SettingsDraft extends Omit<Schema<'Service'>, 'id' | 'createdAt'> {
  readonly version: 1;
}

export function settingsOf(service: Schema<'Service'>): SettingsDraft {
  const { id: _id, createdAt: _createdAt, ...settings } = service;
  return { version: 1, ...settings };
}

export function changeOf({ version: _version, ...settings }: SettingsDraft): Schema<'ChangeService'> {
  return settings;
}

export const isSettingsDraft = (kept: unknown): kept is SettingsDraft =>
  typeof kept === 'object' && kept !== null && 'version' in kept && kept.version === 1 && 'grouping' in kept;

export const USUAL_HOURS: Schema<'SupportHours'> = {
  weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'],
  from: '09:00',
  to: '17:00',
  during: 'high',
  outside: 'severity',
  raiseAtStart: true,
};

export const USUAL_FLAPPING = { opens: 3, withinSeconds: 900, quietSeconds: 300 };
export const USUAL_ACK_TIMEOUT_SECONDS = 1_800;
export const USUAL_AUTO_RESOLVE_SECONDS = 86_400;
export const USUAL_GROUP_WINDOW_SECONDS = 300;
