import type { Schema } from '../api/client';

/** The settings of a service while they are edited. */
export type SettingsDraft = Omit<Schema<'Service'>, 'id' | 'createdAt'>;

/** What was changed of them: that alone is kept and goes out, so that nobody else's change is taken back. */
type SettingsChange = Partial<SettingsDraft>;

export const NO_CHANGE: SettingsChange = {};

export function settingsOf(service: Schema<'Service'>): SettingsDraft {
  const { id: _id, createdAt: _createdAt, ...settings } = service;
  return settings;
}

/** What of `draft` is another than in `initial`. */
export function changeOf<Settings extends object>(draft: Settings, initial: Settings): Partial<Settings> {
  const change: Partial<Settings> = {};
  for (const name in draft) {
    if (JSON.stringify(draft[name]) !== JSON.stringify(initial[name])) change[name] = draft[name];
  }
  return change;
}

export const isSettingsChange = (kept: unknown): kept is SettingsChange =>
  typeof kept === 'object' && kept !== null && !('version' in kept);

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
