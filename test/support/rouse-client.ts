import { z } from 'zod';

/** What Rouse answered; `body` is parsed where it is JSON, else the text. */
export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

export interface AskOptions {
  /** The token to ask with; the admin's where none is named, none at all where it is null. */
  token?: string | null;
  headers?: Record<string, string>;
}

/** Asks a running Rouse over HTTP, as any client would. */
export interface RouseClient {
  /** Any request, any answer. An undefined body sends none; a string or bytes go out as they are. */
  api(method: string, path: string, body?: unknown, options?: AskOptions): Promise<Answer>;
  /** The body of an answer below 400; anything else is an error that shows the answer. */
  get(path: string, options?: AskOptions): Promise<unknown>;
  post(path: string, body?: unknown, options?: AskOptions): Promise<unknown>;
  put(path: string, body?: unknown, options?: AskOptions): Promise<unknown>;
  delete(path: string, options?: AskOptions): Promise<unknown>;
}

const identified = z.object({ id: z.string() });

/** The id of what an answer tells of. */
export const idOf = (body: unknown): string => identified.parse(body).id;

/** A client of the Rouse at `url` that is signed in with `adminToken` unless a call says otherwise. */
export function rouseClient(url: string, adminToken: string): RouseClient {
  const api = async (
    method: string,
    path: string,
    body?: unknown,
    options: AskOptions = {},
  ): Promise<Answer> => {
    const token = options.token === undefined ? adminToken : options.token;
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body: encode(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    const parsed: unknown = isJson && text !== '' ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body: parsed };
  };
  const expectSuccess = async (method: string, path: string, body?: unknown, options?: AskOptions) => {
    const answer = await api(method, path, body, options);
    if (answer.status < 400) return answer.body;
    throw new Error(`${method} ${path} answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
  };
  return {
    api,
    get: (path, options) => expectSuccess('GET', path, undefined, options),
    post: (path, body, options) => expectSuccess('POST', path, body, options),
    put: (path, body, options) => expectSuccess('PUT', path, body, options),
    delete: (path, options) => expectSuccess('DELETE', path, undefined, options),
  };
}

function encode(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? Uint8Array.from(body) : JSON.stringify(body);
}
