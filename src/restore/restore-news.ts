import { toldTime } from '../paging/notices/notice-texts.js';

/** What an admin is to be told of a restore. */
export interface RestoreNews {
  readonly heldCount: number;
  /** The last moment that the database knows of; null: it knows of none. */
  readonly stateOf: Date | null;
  /** The reader's. */
  readonly timeZone: string;
  readonly publicUrl: string;
}

/** "Rouse was restored as it was Fri 20 Nov 09:12. 7 incidents are held: nobody is paged for them. Look and decide: …" */
export function restoreNews({ heldCount, stateOf, timeZone, publicUrl }: RestoreNews): string {
  const asOf = stateOf === null ? '' : ` as it was ${toldTime(stateOf, timeZone)}`;
  const held =
    heldCount === 0
      ? 'No incident was being paged then.'
      : heldCount === 1
        ? '1 incident is held: nobody is paged for it.'
        : `${String(heldCount)} incidents are held: nobody is paged for them.`;
  return `Rouse was restored${asOf}. ${held} Look and decide: ${publicUrl}/api/v1/restore`;
}
