import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { escaped } from '../platform/http/linked-page.js';
import { Problem } from '../platform/http/problem.js';

/** Where the build puts the app; as far from `src/` as from `dist/`. */
const FOLDER = fileURLToPath(new URL('../../dist/web/', import.meta.url));

/** A worker is bound by the policy of its own file, and asks for the others in the page's place. */
const WORKER = `${FOLDER}sw.js`;
const WORKER_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'";

const A_YEAR_SECONDS = 365 * 24 * 3_600;

let document: Promise<string> | null = null;

/**
 * The app's document, with the path of PUBLIC_URL as its base, so that it also works below one.
 * @throws Problem 503 where the app was not built
 */
export async function webAppDocument(publicUrl: string): Promise<string> {
  document ??= readFile(`${FOLDER}index.html`, 'utf8');
  try {
    const base = new URL(publicUrl).pathname.replace(/\/*$/, '/');
    return (await document).replace('<base href="/" />', () => `<base href="${escaped(base)}" />`);
  } catch (error) {
    document = null;
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    throw new Problem(503, 'The web app was not built. Run: npm run build');
  }
}

/**
 * Serves the app's files, compressed at build time. Those in `assets/` have their content in their name and never
 * change; the others are asked for again each time.
 */
export async function serveWebAppFiles(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  await fastify.register(fastifyStatic, {
    root: FOLDER,
    wildcard: false,
    index: false,
    globIgnore: ['**/*.br', '**/*.gz', '**/*.map', 'index.html'],
    preCompressed: true,
    decorateReply: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      if (path === WORKER) void reply.header('content-security-policy', WORKER_POLICY);
      const lasts = path.startsWith(`${FOLDER}assets/`);
      void reply.header(
        'cache-control',
        lasts ? `public, max-age=${String(A_YEAR_SECONDS)}, immutable` : 'no-cache',
      );
    },
  });
}
