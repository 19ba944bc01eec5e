/** The formats that monitoring can speak to Rouse. */
export const INTEGRATION_TYPES = ['events-v2', 'alertmanager', 'generic'] as const;
export type IntegrationType = (typeof INTEGRATION_TYPES)[number];
