import createFetchClient from 'openapi-fetch';
import createClient from 'openapi-react-query';
import { confirmThenRetry } from './confirmation';
import { keepServerTime } from './server-clock';
import type { components, paths } from './schema';
import { heldToken } from './held-token';

/** The things that the API tells of, by their names in `openapi.json`: `Schema<'Incident'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** A request that hears nothing for so long has failed: a phone that lost its network says so and not "loading". */
const PATIENCE_MS = 20_000;

/** Where the API is: beside the document, also below a path. */
export const apiBase = document.baseURI.replace(/\/$/, '');

async function send(request: Request): Promise<Response> {
  const token = heldToken();
  if (token !== null) request.headers.set('authorization', `Bearer ${token}`);
  const again = request.clone();
  const response = await fetch(request, { signal: withPatience(request.signal) });
  keepServerTime(response);
  return byRouse(
    await confirmThenRetry(response, () => fetch(again, { signal: withPatience(request.signal) })),
  );
}

/**
 * What Rouse says against something is a problem. Any other refusal is of something in between, such as a proxy that
 * does not reach it: nobody has answered.
 */
function byRouse(response: Response): Response {
  const type = response.headers.get('content-type') ?? '';
  if (response.ok || type.startsWith('application/problem+json')) return response;
  throw new Error(`An answer that is not of Rouse: ${String(response.status)}.`);
}

const withPatience = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);

/** Plain calls: `api.GET('/api/v1/me')` gives `{ data, error, response }`. */
export const api = createFetchClient<paths>({ baseUrl: apiBase, fetch: send });

/**
 * The same as queries and mutations: `$api.useQuery('get', '/api/v1/incidents/{id}', { params: { path: { id } } })`.
 * Keys are `[method, path, init]`; `live-changes.ts` says which paths each change makes old.
 */
export const $api = createClient(api);
