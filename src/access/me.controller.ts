import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Asking, type Principal } from './principal.js';
import { Permit } from './permit.js';
import { roleSchema } from './role.js';

const meSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role: roleSchema,
    tokenId: z.string().nullable(),
    sessionId: z.string().nullable(),
    isConfirmed: z
      .boolean()
      .describe('Whether dangerous acts are done without asking for the password again'),
  })
  .meta({ id: 'Me' });

@ApiTags('me')
@Controller('api/v1/me')
export class MeController {
  @Get()
  @Permit('self.read')
  @ApiOperation({ summary: 'Who asks, by which token or session; more about the person is at /users/{id}' })
  @ApiOkResponse({ standardSchema: meSchema })
  me(@Asking() { userId, name, role, credential }: Principal): z.output<typeof meSchema> {
    return {
      id: userId,
      name,
      role,
      tokenId: credential.kind === 'token' ? credential.id : null,
      sessionId: credential.kind === 'session' ? credential.id : null,
      isConfirmed: credential.kind !== 'session' || credential.isConfirmed === true,
    };
  }
}
