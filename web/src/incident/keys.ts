/** The keys of incidents, for those who handle them and for whoever lists them. One letter each, no modifier. */
export const INCIDENT_KEYS = [
  { key: 'a', does: 'Acknowledge', where: 'incident' },
  { key: 'r', does: 'Resolve', where: 'incident' },
  { key: 'e', does: 'Escalate: page the next step now', where: 'incident' },
  { key: 's', does: 'Snooze', where: 'incident' },
  { key: 'n', does: 'Write a note', where: 'incident' },
  { key: 'j', does: 'Next incident', where: 'list' },
  { key: 'k', does: 'Previous incident', where: 'list' },
  { key: 'Enter', does: 'Open the incident', where: 'list' },
] as const;

/** A letter that does something on an incident. */
export type IncidentKey = Extract<(typeof INCIDENT_KEYS)[number], { where: 'incident' }>['key'];

/** Whether the letters are meant for the screen: no dialog and no menu is open over it. */
export const isScreenInFront = (): boolean =>
  document.querySelector('[aria-modal="true"], [role="menu"]') === null;
