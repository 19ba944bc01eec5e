import { Controller, Get, Ip, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Limited } from '../../../platform/http/limits/limited.js';
import type { LinkedPage } from '../../../platform/http/linked-page.js';
import { Open } from '../../../platform/http/open.js';
import { SwapDoors, type LinkedRequest, type ToldAnswer } from '../swap-doors.js';
import { ANSWER_PAGES, askingPage, tellingPage } from './answer-page.js';

const UNKNOWN: LinkedPage = {
  status: 404,
  html: tellingPage('Nothing here', 'There is no such link. Look whether all of it came with the message.'),
};

/** Where the links of messages lead. */
@ApiExcludeController()
@Limited('link')
@Open('the link is the permission: a random token in it, for one answer of one person')
@Controller('swaps/answer')
export class AnswerPageController {
  constructor(private readonly doors: SwapDoors) {}

  /** Only shows: programs that preview links must not answer. */
  @Get(':token')
  async show(
    @Param('token') token: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return ANSWER_PAGES.send(reply, pageOf(token, await this.doors.look(token)));
  }

  @Post(':token/accept')
  async accept(
    @Param('token') token: string,
    @Ip() address: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return ANSWER_PAGES.send(
      reply,
      pageAfter('Accepted', await this.doors.answerByLink(token, true, address)),
    );
  }

  @Post(':token/decline')
  async decline(
    @Param('token') token: string,
    @Ip() address: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return ANSWER_PAGES.send(
      reply,
      pageAfter('Declined', await this.doors.answerByLink(token, false, address)),
    );
  }
}

function pageOf(token: string, request: LinkedRequest): LinkedPage {
  switch (request.kind) {
    case 'unknown':
      return UNKNOWN;
    case 'expired':
      return {
        status: 410,
        html: tellingPage('Too late', 'This link ended with the request it belongs to.'),
      };
    case 'open':
      return { status: 200, html: askingPage(token, request.text) };
    case 'closed':
      return { status: 200, html: tellingPage('Nothing left to answer', request.text) };
  }
}

function pageAfter(title: string, answer: ToldAnswer | null): LinkedPage {
  if (answer === null) return UNKNOWN;
  if (answer.kind === 'refused') return { status: 409, html: tellingPage('Not possible', answer.text) };
  return { status: 200, html: tellingPage(title, answer.text) };
}
