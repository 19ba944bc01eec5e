import { Controller, Get, Ip, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Open } from '../../../platform/http/open.js';
import { SwapDoors, type LinkedRequest, type ToldAnswer } from '../swap-doors.js';
import { ANSWER_PAGE_POLICY, askingPage, tellingPage } from './answer-page.js';

/** A page, and the status that says the same to programs. */
interface AnswerPage {
  readonly status: number;
  readonly html: string;
}

const UNKNOWN: AnswerPage = {
  status: 404,
  html: tellingPage('Nothing here', 'There is no such link. Look whether all of it came with the message.'),
};

/** Where the links of messages lead. */
@ApiExcludeController()
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
    return send(reply, pageOf(token, await this.doors.look(token)));
  }

  @Post(':token/accept')
  async accept(
    @Param('token') token: string,
    @Ip() address: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return send(reply, pageAfter('Accepted', await this.doors.answerByLink(token, true, address)));
  }

  @Post(':token/decline')
  async decline(
    @Param('token') token: string,
    @Ip() address: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return send(reply, pageAfter('Declined', await this.doors.answerByLink(token, false, address)));
  }
}

function pageOf(token: string, request: LinkedRequest): AnswerPage {
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

function pageAfter(title: string, answer: ToldAnswer | null): AnswerPage {
  if (answer === null) return UNKNOWN;
  if (answer.kind === 'refused') return { status: 409, html: tellingPage('Not possible', answer.text) };
  return { status: 200, html: tellingPage(title, answer.text) };
}

/** The address is a secret, so it goes into no cache, no index and no other site's log. */
function send(reply: FastifyReply, { status, html }: AnswerPage): string {
  void reply.status(status).headers({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': ANSWER_PAGE_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex',
  });
  return html;
}
