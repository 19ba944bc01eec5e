import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Open } from '../http/open.js';
import { Problem, problemSchema } from '../http/problem.js';
import { Readiness } from './readiness.js';

const healthSchema = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @Open('a load balancer asks')
  @ApiOperation({ summary: 'The process answers' })
  @ApiOkResponse({ standardSchema: healthSchema })
  live(): z.output<typeof healthSchema> {
    return { status: 'ok' };
  }

  @Get('ready')
  @Open('a load balancer asks')
  @ApiOperation({ summary: '200 when alerts can be taken, else 503 with what is missing' })
  @ApiOkResponse({ standardSchema: healthSchema })
  @ApiServiceUnavailableResponse({ standardSchema: problemSchema, description: 'What is missing' })
  async ready(): Promise<z.output<typeof healthSchema>> {
    const missing = await this.readiness.missing();
    if (missing.length > 0) throw new Problem(503, missing.join(' '), [], { missing });
    return { status: 'ok' };
  }
}
