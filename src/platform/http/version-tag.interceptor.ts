import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { versionTag } from './if-match.js';

/** What has a version, or at least the time of its last change. */
type Versioned = { readonly version: number } | { readonly updatedAt: string };

/** Sends a thing's version as its ETag, to be sent back as If-Match. */
@Injectable()
export class VersionTag implements NestInterceptor<Versioned, Versioned> {
  intercept(context: ExecutionContext, next: CallHandler<Versioned>): Observable<Versioned> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((thing) => {
        void reply.header('etag', versionTag('version' in thing ? thing.version : thing.updatedAt));
        return thing;
      }),
    );
  }
}
