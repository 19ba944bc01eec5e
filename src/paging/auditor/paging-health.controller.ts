import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Open } from '../../platform/http/open.js';
import { Problem, problemSchema } from '../../platform/http/problem.js';
import { answerWithProblem } from '../../platform/http/problem.filter.js';
import { Auditor } from './auditor.js';
import { isHealthy } from './paging-verdict.js';

const pagingHealthSchema = z
  .object({
    status: z.literal('ok'),
    findings: z.array(z.object({ kind: z.string(), stopsPages: z.boolean(), says: z.string() })),
  })
  .meta({ id: 'PagingHealth' });

@ApiTags('health')
@Controller('health')
export class PagingHealthController {
  constructor(private readonly auditor: Auditor) {}

  @Get('paging')
  @Open('what watches Rouse from outside asks; it is told kinds and seconds, no names')
  @ApiOperation({ summary: '200 while pages go out in time, else 503 with what is wrong' })
  @ApiOkResponse({ standardSchema: pagingHealthSchema })
  @ApiServiceUnavailableResponse({ standardSchema: problemSchema, description: 'What is wrong' })
  paging(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const findings = this.auditor.findings();
    if (isHealthy(findings)) {
      const well: z.output<typeof pagingHealthSchema> = { status: 'ok', findings };
      void reply.send(well);
      return;
    }
    const says = findings.filter(({ stopsPages }) => stopsPages).map((finding) => finding.says);
    // Not thrown: the auditor has told the log, once, and whoever asks every few seconds would tell it again and again.
    answerWithProblem(new Problem(503, says.join(' '), [], { findings }), request, reply);
  }
}
