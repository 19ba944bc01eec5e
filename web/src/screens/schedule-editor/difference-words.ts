import type { Preview } from '../../schedule-editor/draft-preview';
import { signedHours } from '../../schedule-editor/open-hours';
import { texts } from '../../texts/schedule-editor';

/** `Ana +14 h, Bo −14 h in the next 4 weeks`; null where nothing changes, or there is nothing to compare with. */
export function differenceInWords(preview: Preview, nameOf: (id: string) => string): string | null {
  const changed = (preview.diff?.users ?? []).filter(({ deltaSeconds }) => deltaSeconds !== 0);
  if (changed.length === 0) {
    // Two who trade have as much as before, and still it is another plan.
    return (preview.diff?.changes ?? []).length === 0 ? null : texts.onlyTrades;
  }
  const parts = changed.map(
    ({ userId, deltaSeconds }) =>
      `${userId === null ? texts.nobody : nameOf(userId)} ${signedHours(deltaSeconds)}`,
  );
  return texts.differenceSentence(parts.join(', '));
}
