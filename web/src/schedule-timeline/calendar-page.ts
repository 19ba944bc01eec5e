/**
 * The calendar calls itself a table of cells and rows, which its shifts are not in: to screen readers it is a group of
 * buttons, and the list says the same as a list.
 * @returns what ends it
 */
export function clearRoles(root: HTMLElement): () => void {
  const clear = (part: Element) => {
    for (const named of part.querySelectorAll('[role]:not([role="button"]), aside')) {
      named.setAttribute('role', 'presentation');
      named.removeAttribute('aria-colindex');
      named.removeAttribute('aria-colspan');
    }
  };
  clear(root);
  const watch = new MutationObserver((changes) => {
    // Hundreds are added at once, all to a few: each of these is looked through once.
    const parents = new Set(
      changes.flatMap(({ addedNodes }) => [...addedNodes].map((node) => node.parentElement)),
    );
    for (const parent of parents) if (parent !== null) clear(parent);
  });
  for (const grid of root.querySelectorAll('.ec-body > *, .ec-header > *'))
    watch.observe(grid, { childList: true });
  return () => {
    watch.disconnect();
  };
}

/** From so many pixels on a press is drawing, as it is for the calendar. */
const LEAST_DRAG = 5;

/**
 * On a lane that takes stretches one draws over shifts that are there: a press on one of them counts as a press on the
 * day below it. A click remains a click on the shift, but not one that ends a stretch which was drawn within it.
 * @returns what ends it
 */
export function passPressesThrough(root: HTMLElement): () => void {
  let pressed = { x: 0, y: 0 };
  const pass = (press: PointerEvent) => {
    if (press.isTrusted) pressed = { x: press.clientX, y: press.clientY };
    const shift = press.target instanceof Element ? press.target.closest('.rouse-in-final') : null;
    if (shift === null) return;
    const day = document
      .elementsFromPoint(press.clientX, press.clientY)
      .find((part) => part.classList.contains('ec-day'));
    if (day === undefined) return;
    press.stopPropagation();
    day.dispatchEvent(new PointerEvent('pointerdown', press));
  };
  const drop = (click: MouseEvent) => {
    const isByKey = click.detail === 0;
    const moved = Math.hypot(click.clientX - pressed.x, click.clientY - pressed.y);
    if (!isByKey && moved >= LEAST_DRAG) click.stopPropagation();
  };
  root.addEventListener('pointerdown', pass, { capture: true });
  root.addEventListener('click', drop, { capture: true });
  return () => {
    root.removeEventListener('click', drop, { capture: true });
    root.removeEventListener('pointerdown', pass, { capture: true });
  };
}
