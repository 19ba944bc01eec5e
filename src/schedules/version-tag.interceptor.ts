import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { versionTag } from './if-match.js';
import type { ScheduleView } from './schedule-view.js';

/** Sends a schedule's version as its ETag, to be sent back as If-Match. */
@Injectable()
export class VersionTag implements NestInterceptor<ScheduleView, ScheduleView> {
  intercept(context: ExecutionContext, next: CallHandler<ScheduleView>): Observable<ScheduleView> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((schedule) => {
        void reply.header('etag', versionTag(schedule.version));
        return schedule;
      }),
    );
  }
}
