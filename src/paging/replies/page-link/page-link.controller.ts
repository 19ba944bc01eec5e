import { Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Limited } from '../../../platform/http/limits/limited.js';
import type { LinkedPage } from '../../../platform/http/linked-page.js';
import { Open } from '../../../platform/http/open.js';
import { LINK_ACTIONS } from './linked-incident.js';
import { PageDoors, type LookedAt } from './page-doors.js';
import { INCIDENT_PAGES, incidentPage, tellingPage } from './page-link.js';

const UNKNOWN: LinkedPage = {
  status: 404,
  html: tellingPage('Nothing here', 'There is no such link. Look whether all of it came with the message.'),
};
const EXPIRED: LinkedPage = {
  status: 410,
  html: tellingPage('Too late', 'This link ended a week after its incident was resolved.'),
};

/** Where the links of pages lead. */
@ApiExcludeController()
@Limited('link')
@Open('the link is the permission: a random token in it, for one page of one person')
@Controller('i')
export class PageLinkController {
  constructor(private readonly doors: PageDoors) {}

  /** Only shows: programs that preview links must not answer. */
  @Get(':token')
  async show(
    @Param('token') token: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return INCIDENT_PAGES.send(reply, pageOf(token, await this.doors.look(token)));
  }

  @Post(':token/:action')
  async answer(
    @Param('token') token: string,
    @Param('action') asked: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const action = LINK_ACTIONS.find((each) => each === asked);
    if (action === undefined) return INCIDENT_PAGES.send(reply, UNKNOWN);
    const answer = await this.doors.answer(token, action);
    if ('kind' in answer) return INCIDENT_PAGES.send(reply, pageOf(token, answer));
    const html = incidentPage(`../${encodeURIComponent(token)}`, answer.incident, answer.text);
    return INCIDENT_PAGES.send(reply, { status: answer.isDone ? 200 : 409, html });
  }
}

function pageOf(token: string, looked: LookedAt): LinkedPage {
  switch (looked.kind) {
    case 'unknown':
      return UNKNOWN;
    case 'expired':
      return EXPIRED;
    case 'incident':
      return { status: 200, html: incidentPage(encodeURIComponent(token), looked.incident, null) };
  }
}
