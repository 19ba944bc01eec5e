import Fastify from 'fastify';
import { enqueueSchema } from '../src/ingest/events-v2/enqueue-event.js';

/**
 * What ingest is measured against: a bare Fastify that reads the same body, validates it by the same schema, answers the
 * same, and has no database. A program of its own, started like Rouse (`PORT`).
 */
const fastify = Fastify();
fastify.get('/health/ready', () => ({}));
fastify.post('/v2/enqueue', (request, reply) => {
  const body = enqueueSchema.safeParse(request.body);
  if (!body.success) return reply.code(400).send({ status: 'invalid event' });
  return reply
    .code(202)
    .send({ status: 'success', message: 'Event processed', dedup_key: body.data.dedup_key });
});
await fastify.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
process.stdout.write('Rouse is ready to be compared with\n');
process.once('SIGTERM', () => void fastify.close());
