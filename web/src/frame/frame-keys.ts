import { useEffect, useRef } from 'react';

/** How the key is called on this machine that goes with K. */
export const commandKey = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

/** The keys that work on every screen: Ctrl/⌘ K opens the palette, `?` shows the keys. */
export function useFrameKeys(does: { openPalette: () => void; showKeys: () => void }): void {
  const current = useRef(does);
  useEffect(() => {
    current.current = does;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey) && !event.altKey) {
        event.preventDefault();
        current.current.openPalette();
      } else if (event.key === '?' && !isWriting(event.target) && !event.metaKey && !event.ctrlKey) {
        event.preventDefault();
        current.current.showKeys();
      }
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
