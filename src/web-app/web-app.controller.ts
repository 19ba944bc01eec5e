import { Controller, Get, Inject, Redirect, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { Open } from '../platform/http/open.js';
import { WEB_APP_PAGES } from './web-app-pages.js';
import { webAppDocument } from './web-app-files.js';

/** What the app may load: its own files. Its styles are put in by its scripts, which browsers count as inline. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Every address of the web app is the same document; its script shows what the address names. */
@ApiExcludeController()
@Open('the document holds nothing; its calls need a session or a token')
@Controller()
export class WebAppController {
  constructor(@Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl'>) {}

  @Get([...WEB_APP_PAGES])
  async document(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const document = await webAppDocument(this.settings.publicUrl);
    void reply.headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'cache-control': 'no-cache',
    });
    return document;
  }

  /** Where the phones were once; browsers take the token behind `#` along. */
  @Get('simulator')
  @Redirect('phones', 308)
  formerPhones(): void {
    // The decorator says all of it.
  }
}
