import { Inject, Injectable, type CanActivate } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { notFound } from '../../platform/http/problem.js';

/** The simulator is off, and not to be found, whenever Twilio is on. */
@Injectable()
export class SimulatorGuard implements CanActivate {
  constructor(@Inject(SETTINGS) private readonly settings: Pick<Settings, 'twilio'>) {}

  canActivate(): boolean {
    if (this.settings.twilio !== null) throw notFound('page');
    return true;
  }
}
