import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { Open } from '../../platform/http/open.js';

const signInMethodsSchema = z
  .object({
    password: z.boolean().describe('Whether people sign in by password; where false, only admins may'),
    singleSignOn: z
      .object({ label: z.string().describe('What its button says') })
      .nullable()
      .describe(
        'Begins at /auth/single-sign-on?returnTo=, with &confirm=1 to show again who one is; null: there is none',
      ),
  })
  .meta({ id: 'SignInMethods' });

@ApiTags('sessions')
@Controller('api/v1/sign-in-methods')
export class SignInMethodsController {
  constructor(@Inject(SETTINGS) private readonly settings: Pick<Settings, 'singleSignOn'>) {}

  @Get()
  @Open('a browser asks before anybody has signed in')
  @ApiOperation({ summary: 'How people sign in here' })
  @ApiOkResponse({ standardSchema: signInMethodsSchema })
  methods(): z.output<typeof signInMethodsSchema> {
    const { singleSignOn } = this.settings;
    return {
      password: singleSignOn?.only !== true,
      singleSignOn: singleSignOn === null ? null : { label: singleSignOn.label },
    };
  }
}
