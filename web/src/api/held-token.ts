const PLACE = 'rouse.token';

/**
 * A token in the address (`#token=…`, as the demo's link has it) signs in without a session, for as long as the tab is
 * open. It is taken out of the address at once. Browsers send the part behind `#` to nobody.
 */
export function takeTokenFromAddress(): void {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null || token === '') return;
  holdToken(token);
  history.replaceState(history.state, '', location.pathname + location.search);
}

export const heldToken = (): string | null => sessionStorage.getItem(PLACE);

export const holdToken = (token: string): void => {
  sessionStorage.setItem(PLACE, token);
};

export const dropToken = (): void => {
  sessionStorage.removeItem(PLACE);
};
