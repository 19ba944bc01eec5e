import { z } from 'zod';
import type { RefusableNoticeKind } from './notices.js';

const wantedSchema = z.strictObject({
  'shift.starts-soon': z.boolean(),
  'shift.started': z.boolean(),
  'shift.ended': z.boolean(),
  'coverage.gap': z.boolean(),
  'coverage.unreachable-member': z.boolean(),
  'swap.requested': z.boolean(),
  'swap.answered': z.boolean(),
  'swap.reminder': z.boolean(),
  'webhook.paused': z.boolean(),
  'responder.answered': z.boolean(),
  'contact-method.unproven': z.boolean(),
} satisfies Record<RefusableNoticeKind, z.ZodBoolean>);

/** Of which kinds a person wants to be told; a kind that is left out is wanted. */
export const noticePreferencesInputSchema = z
  .strictObject({ kinds: wantedSchema.partial() })
  .meta({ id: 'NoticePreferencesInput' });
export type NoticePreferencesInput = z.output<typeof noticePreferencesInputSchema>;

/** The same with every kind. */
export const noticePreferencesSchema = z.object({ kinds: wantedSchema }).meta({ id: 'NoticePreferences' });
export type NoticePreferences = z.output<typeof noticePreferencesSchema>;
