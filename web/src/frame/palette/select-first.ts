import type { createSpotlight } from '@mantine/spotlight';
import { useEffect } from 'react';

type Store = ReturnType<typeof createSpotlight>[0];

/** What is found comes after the letters: its first line is selected then, so that Enter takes it. */
export function useFirstSelected(store: Store, lines: string): void {
  useEffect(() => {
    if (lines === '') return;
    const list = document.getElementById(store.getState().listId);
    list?.querySelector('[data-selected]')?.removeAttribute('data-selected');
    list?.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
    store.updateState((state) => ({ ...state, selected: 0 }));
  }, [store, lines]);
}
