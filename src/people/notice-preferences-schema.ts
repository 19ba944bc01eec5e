import { z } from 'zod';
import { NOTICE_KINDS } from './notices.js';

const kindSchema = z.enum(NOTICE_KINDS);

/** Of which kinds a person wants to be told; a kind that is left out is wanted. */
export const noticePreferencesInputSchema = z
  .strictObject({ kinds: z.partialRecord(kindSchema, z.boolean()) })
  .meta({ id: 'NoticePreferencesInput' });
export type NoticePreferencesInput = z.output<typeof noticePreferencesInputSchema>;

/** The same with every kind. */
export const noticePreferencesSchema = z
  .object({ kinds: z.record(kindSchema, z.boolean()) })
  .meta({ id: 'NoticePreferences' });
export type NoticePreferences = z.output<typeof noticePreferencesSchema>;
