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
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node instanceof Element && node.parentElement) clear(node.parentElement);
  });
  for (const grid of root.querySelectorAll('.ec-body > *, .ec-header > *'))
    watch.observe(grid, { childList: true });
  return () => {
    watch.disconnect();
  };
}

/**
 * On a lane that takes stretches one draws over shifts that are there: a press on one of them counts as a press on the
 * day below it. A click remains a click on the shift.
 * @returns what ends it
 */
export function passPressesThrough(root: HTMLElement): () => void {
  const pass = (press: PointerEvent) => {
    const shift = press.target instanceof Element ? press.target.closest('.rouse-in-final') : null;
    if (shift === null) return;
    const day = document
      .elementsFromPoint(press.clientX, press.clientY)
      .find((part) => part.classList.contains('ec-day'));
    if (day === undefined) return;
    press.stopPropagation();
    day.dispatchEvent(new PointerEvent('pointerdown', press));
  };
  root.addEventListener('pointerdown', pass, { capture: true });
  return () => {
    root.removeEventListener('pointerdown', pass, { capture: true });
  };
}
