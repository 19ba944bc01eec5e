import { Controller, Get, Inject, Redirect } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { SETTINGS, type Settings } from '../../../platform/config/settings.js';
import { Open } from '../../../platform/http/open.js';

/** Whoever opens the bare address that a start prints is led to something to see. */
@ApiExcludeController()
@Open('it only leads elsewhere')
@Controller()
export class FrontDoorController {
  constructor(@Inject(SETTINGS) private readonly settings: Pick<Settings, 'twilio'>) {}

  /** The address is relative, so that it holds below any PUBLIC_URL. */
  @Get()
  @Redirect()
  lead(): { url: string } {
    return { url: this.settings.twilio === null ? 'simulator' : 'api/docs' };
  }
}
