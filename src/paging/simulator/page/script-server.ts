/** Who asks, and how: the token, the requests, and the server's clock. Plain script of the browser. */
export const SERVER_SCRIPT = String.raw`
const TOKEN_KEY = 'rouse-simulator-token';
let clockOffset = 0;

function takeTokenFromAddress() {
  const found = /^#token=(.+)$/.exec(location.hash);
  if (!found) return;
  sessionStorage.setItem(TOKEN_KEY, decodeURIComponent(found[1]));
  history.replaceState(null, '', location.pathname + location.search);
}

class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

async function ask(method, path, body) {
  const token = sessionStorage.getItem(TOKEN_KEY);
  const headers = token ? { authorization: 'Bearer ' + token } : {};
  if (body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch('api/v1' + path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(10000),
    cache: 'no-store',
  });
  const date = Date.parse(response.headers.get('date') || '');
  if (!Number.isNaN(date) && Math.abs(date - Date.now() - clockOffset) > 1500) clockOffset = date - Date.now();
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(response.status, (answer && answer.detail) || 'Rouse answered ' + response.status);
  return answer;
}

const serverNow = () => Date.now() + clockOffset;

async function askAll(path) {
  const items = [];
  let cursor = null;
  do {
    const page = await ask('GET', path + '?limit=200' + (cursor ? '&cursor=' + cursor : ''));
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return items;
}
`;
