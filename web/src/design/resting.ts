import { useLayoutEffect } from 'react';

/**
 * For what holds the fields of a draft: nothing in it can be changed while the draft is being saved, as the answer would
 * take the change away. Whoever was in a field, or on the button, is there again afterwards.
 */
export function useResting(isSaving: boolean): { readonly inert: boolean } {
  useLayoutEffect(() => {
    if (!isSaving) return;
    const before = document.activeElement;
    return () => {
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, [isSaving]);
  return { inert: isSaving };
}
