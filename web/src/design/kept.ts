import { useState } from 'react';

/** A draft that this device keeps until it is saved or discarded. */
export interface Kept<Draft> {
  readonly draft: Draft;
  /** Whether it differs from what it began with; also after a reload. */
  readonly isChanged: boolean;
  readonly change: (draft: Draft) => void;
  /** Forgets it: it was saved, or is not wanted. */
  readonly drop: () => void;
}

/**
 * A draft that survives a reload. While nothing was changed it is `initial`, which may come anew from the server.
 * @param key names it on this device
 */
export function useKept<Draft>(
  key: string,
  initial: Draft,
  isDraft: (kept: unknown) => kept is Draft,
): Kept<Draft> {
  const place = `rouse.draft.${key}`;
  const [kept, setKept] = useState<Draft | null>(() => read(place, isDraft));
  return {
    draft: kept ?? initial,
    isChanged: kept !== null,
    change: (draft) => {
      setKept(draft);
      write(place, draft);
    },
    drop: () => {
      setKept(null);
      localStorage.removeItem(place);
    },
  };
}

function read<Draft>(place: string, isDraft: (kept: unknown) => kept is Draft): Draft | null {
  const text = localStorage.getItem(place);
  if (text === null) return null;
  try {
    const kept: unknown = JSON.parse(text);
    return isDraft(kept) ? kept : null;
  } catch {
    return null;
  }
}

function write(place: string, draft: unknown): void {
  try {
    localStorage.setItem(place, JSON.stringify(draft));
  } catch {
    // A device without room: the draft lives as long as the page.
  }
}
