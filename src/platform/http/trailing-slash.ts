import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/**
 * Leads from `/sign-in/` to `/sign-in`: people type one, and links in a page are relative to its address.
 * @param names of pages at the top; nothing else of an address goes into where it leads but the query
 */
export function forgiveTrailingSlash(app: NestFastifyApplication, names: readonly string[]): void {
  const withSlash = new RegExp(`^/(${names.join('|')})/(\\?.*)?$`);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      const found = request.method === 'GET' ? withSlash.exec(request.url) : null;
      if (found === null) done();
      else void reply.redirect(`../${found[1] ?? ''}${found[2] ?? ''}`, 308);
    });
}
