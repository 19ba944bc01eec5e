import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { InvalidBody } from '../event-body.js';

/** Says what is wrong with a body in the form that clients of Events v2 expect, instead of as problem+json. */
@Catch(InvalidBody)
export class InvalidEventFilter implements ExceptionFilter<InvalidBody> {
  catch(fault: InvalidBody, host: ArgumentsHost): void {
    void host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .status(400)
      .send({
        status: 'invalid event',
        message: fault.errors.length === 0 ? fault.detail : 'Event object is invalid',
        errors:
          fault.errors.length === 0
            ? [fault.detail]
            : fault.errors.map(({ path, message }) => `'${path}' ${message}`),
      });
  }
}
