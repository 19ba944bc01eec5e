import type { FastifyRequest } from 'fastify';
import { escaped, type LinkedPage } from './linked-page.js';
import { plainPage } from './plain-page.js';
import { problemTitle, type Problem } from './problem.js';

/** For programs, also where a person looks at them. */
const FOR_PROGRAMS = /^\/(api|health|metrics)(\/|\?|$)/;

/** Whether a person in front of a browser reads the answer. */
export const isForPeople = ({ url, headers }: Pick<FastifyRequest, 'url' | 'headers'>): boolean =>
  !FOR_PROGRAMS.test(url) && headers.accept?.includes('text/html') === true;

/** The same as the problem in a form that people can read, and the way back. @param url of the request */
export function problemPage(problem: Problem, url: string): LinkedPage {
  const status = problem.getStatus();
  const depth = (url.split('?')[0] ?? url).split('/').length - 2;
  const start = '../'.repeat(Math.max(depth, 0)) || './';
  const content = `<p>${escaped(problem.detail)}</p><p><a href="${start}">Back to Rouse</a></p>`;
  return plainPage(problemTitle(status), content, status);
}
