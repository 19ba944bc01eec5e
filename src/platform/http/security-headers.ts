import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const HALF_A_YEAR_SECONDS = 180 * 24 * 3_600;

/** For answers that are no pages: nothing is loaded for them, and nothing may hold them in a frame. */
const NOTHING = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** What pages may load that cannot set their own policy, by the beginning of their address. */
const POLICIES: readonly { readonly path: string; readonly policy: string }[] = [
  {
    // Swagger UI: its own files, and style attributes that its scripts write.
    path: '/api/docs',
    policy: [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  },
];

/**
 * Headers that keep browsers from doing with an answer what it is not for. Strict for everything; a page sets the
 * `content-security-policy` that it needs. Browsers are told to stay with https only where PUBLIC_URL is https.
 */
export async function installSecurityHeaders(app: NestFastifyApplication, publicUrl: string): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  await fastify.register(helmet, {
    global: false,
    contentSecurityPolicy: { useDefaults: false, directives: NOTHING },
    strictTransportSecurity: publicUrl.startsWith('https:')
      ? { maxAge: HALF_A_YEAR_SECONDS, includeSubDomains: false }
      : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
  let headers: Record<string, string | number | string[] | undefined> | null = null;
  fastify.addHook('onRequest', (request, reply, done) => {
    if (headers === null) {
      // The same for every answer, so they are worked out once: it takes helmet longer than an event takes to be read.
      reply.helmet();
      headers = { ...reply.raw.getHeaders() };
    }
    void reply.headers(headers);
    const page = POLICIES.find(({ path }) => request.url.startsWith(path));
    if (page) void reply.header('content-security-policy', page.policy);
    done();
  });
}
