import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Open } from '../../platform/http/open.js';
import { Problem } from '../../platform/http/problem.js';
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
  paging(): z.output<typeof pagingHealthSchema> {
    const findings = this.auditor.findings();
    if (isHealthy(findings)) return { status: 'ok', findings };
    const says = findings.filter(({ stopsPages }) => stopsPages).map((finding) => finding.says);
    throw new Problem(503, says.join(' '), [], { findings });
  }
}
