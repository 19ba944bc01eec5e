import { z } from 'zod';
import type { FastifyReply } from 'fastify';
import type { Settings } from '../../platform/config/settings.js';
import { escaped, type LinkedPage } from '../../platform/http/linked-page.js';
import { sendPlainPage } from '../../platform/http/plain-page.js';
import type { Fault } from '../../platform/http/problem.js';

/**
 * Sends a page for whoever signs in or has signed in. Its address goes to no other site; where browsers say nothing of
 * the site that a form is sent from, they tell its origin only to pages that let them.
 */
export function sendAccountPage(reply: FastifyReply, page: LinkedPage): string {
  const html = sendPlainPage(reply, page);
  void reply.header('referrer-policy', 'same-origin');
  return html;
}

/** What was wrong with what a form said; empty at first. */
export const faultsOfForm = (
  faults: readonly Pick<Fault, 'message' | 'path'>[],
  names: Readonly<Record<string, string>>,
): string =>
  faults
    .map(({ path, message }) => {
      const name = names[path];
      return `<p class="fault" role="alert">${escaped(name === undefined ? message : `${name} ${message}`)}</p>`;
    })
    .join('');

/** What a form sent, by field; no field is there twice. */
export function formFields(body: unknown): Readonly<Record<string, string>> {
  const fields = z.record(z.string(), z.string()).safeParse(body ?? {});
  return fields.success ? fields.data : {};
}

/** 303: whoever is led there comes with GET, and a reload sends no form again (RFC 9110 section 15.4.4). */
export function leadTo(reply: FastifyReply, address: string): string {
  void reply.status(303).headers({ location: address, 'cache-control': 'no-store' });
  return '';
}

/** A password that somebody chooses. */
export const newPasswordField = (name: string, label: string): string =>
  `<label>${escaped(label)} <input name="${escaped(name)}" type="password" required minlength="12" autocomplete="new-password">
      <span class="soft">At least 12 characters; a few words are easy to keep.</span></label>`;

/** Signing in by the identity provider, where there is one. At PUBLIC_URL, to which the provider sends people back. */
export const singleSignOnButton = ({
  singleSignOn,
  publicUrl,
}: Pick<Settings, 'singleSignOn' | 'publicUrl'>): string =>
  singleSignOn === null
    ? ''
    : `<a class="button quiet" href="${escaped(publicUrl)}/auth/single-sign-on">${escaped(singleSignOn.label)}</a>`;
