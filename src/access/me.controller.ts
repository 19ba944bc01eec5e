import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Asking, type Principal } from './principal.js';
import { Permit } from './permit.js';
import { roleSchema } from './role.js';
import { SCOPES, scopeSchema } from './scope.js';

const meSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role: roleSchema,
    teams: z
      .array(z.object({ id: z.string(), role: z.enum(['manager', 'member']) }))
      .describe('The teams of who asks, by which some may be done that the role alone does not allow'),
    scopes: z
      .array(scopeSchema)
      .nullable()
      .describe('What the token is limited to; null: no limit but the role, as with every session'),
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
  me(@Asking() { userId, name, role, teams, scopes, credential }: Principal): z.output<typeof meSchema> {
    return {
      id: userId,
      name,
      role,
      teams: Array.from(teams, ([id, teamRole]) => ({ id, role: teamRole })),
      scopes: scopes === null ? null : SCOPES.filter((scope) => scopes.has(scope)),
      tokenId: credential.kind === 'token' ? credential.id : null,
      sessionId: credential.kind === 'session' ? credential.id : null,
      isConfirmed: credential.kind !== 'session' || credential.isConfirmed === true,
    };
  }
}
