import type { AnyRouter } from '@tanstack/react-router';

/** What the service worker keeps the document under: see `vite.config.ts`. */
const KEPT = 'document';

/**
 * Keeps the app itself, never an answer of the API, so that it opens and says so when nobody answers. When a new
 * version has taken over, the next step from screen to screen loads it.
 */
export function keepOffline(router: AnyRouter): void {
  reloadWhereCodeIsGone();
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const { serviceWorker } = navigator;
  if (serviceWorker.controller !== null) {
    serviceWorker.addEventListener('controllerchange', () => {
      router.subscribe('onBeforeNavigate', ({ toLocation, pathChanged }) => {
        if (pathChanged) location.assign(router.buildLocation({ to: toLocation.href }).href);
      });
    });
  }
  addEventListener('load', () => {
    void serviceWorker.register(new URL('sw.js', document.baseURI)).then(keepDocument);
  });
}

/** The worker keeps what it has fetched itself; the first visit came before it. */
async function keepDocument(): Promise<void> {
  await navigator.serviceWorker.ready;
  const documents = await caches.open(KEPT);
  const kept = new URL(KEPT, document.baseURI);
  if ((await documents.match(kept)) !== undefined) return;
  const response = await fetch(document.baseURI);
  if (response.ok) await documents.put(kept, response);
}

/** A page that has been open while a new version came finds the files of its own gone: the new one is loaded, once. */
function reloadWhereCodeIsGone(): void {
  const PLACE = 'rouse.reloaded';
  addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(PLACE) ?? 0);
    if (Date.now() - last < 60_000) return;
    void isServed().then((served) => {
      if (!served) return;
      sessionStorage.setItem(PLACE, String(Date.now()));
      location.reload();
    });
  });
}

/** Where nobody answers, a reload would take away what can still be read. */
async function isServed(): Promise<boolean> {
  try {
    return (await fetch(document.baseURI, { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
