import { VisuallyHidden } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { texts } from '../texts/frame';

const TITLE = 'page-title';
/** A screen that is still loading has no title yet; after so long, what there is is told. */
const WAIT_MS = 3_000;

/** After each step from screen to screen: the title has the focus, which reads it out, and the keyboard goes on from there. */
export function Arrival() {
  const router = useRouter();
  const [told, setTold] = useState('');
  useEffect(() => {
    let stopWaiting: () => void = () => undefined;
    const unsubscribe = router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
      if (fromLocation === undefined || !pathChanged) return;
      stopWaiting();
      setTold('');
      stopWaiting = whenThereIs(TITLE, (title) => {
        // A dialog that has opened meanwhile keeps the focus.
        if (title === null) setTold(texts.arrived(document.title));
        else if (document.querySelector('[aria-modal="true"]') === null) title.focus({ preventScroll: true });
      });
    });
    return () => {
      stopWaiting();
      unsubscribe();
    };
  }, [router]);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {told}
    </VisuallyHidden>
  );
}

/** Gives the element once it is there, null when it does not come. @returns ends the wait */
function whenThereIs(id: string, then: (element: HTMLElement | null) => void): () => void {
  const now = document.getElementById(id);
  if (now !== null) {
    then(now);
    return () => undefined;
  }
  const watch = new MutationObserver(() => {
    const element = document.getElementById(id);
    if (element !== null) end(element);
  });
  const stop = () => {
    watch.disconnect();
    clearTimeout(timer);
  };
  const end = (element: HTMLElement | null) => {
    stop();
    then(element);
  };
  const timer = setTimeout(() => end(null), WAIT_MS);
  watch.observe(document.body, { childList: true, subtree: true });
  return stop;
}
