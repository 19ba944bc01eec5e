import { Module } from '@nestjs/common';
import { WebAppController } from './web-app.controller.js';

/** The web app, served by the process that serves its API. */
@Module({ controllers: [WebAppController] })
export class WebAppModule {}
