import type { CustomFetch, CustomFetchOptions } from 'openid-client';
import type { Logger } from '../../platform/logging/logger.js';
import { SignOnRefusal } from './sign-on-refusal.js';

/**
 * What goes out to the identity provider, each with one line in the log. openid-client sets the time limit, over both
 * tries of a question, and follows no redirect.
 */
export class ProviderRequests {
  constructor(private readonly logger: Logger) {}

  /**
   * A question (GET) is asked a second time where there was no answer, or one that says that the provider is in
   * trouble. A code is sent once: it works but once, and whoever it failed begins again.
   * @throws SignOnRefusal `provider-away`
   */
  readonly fetch: CustomFetch = async (url, options) => {
    if (options.method !== 'GET') return this.send(url, options);
    try {
      return await this.send(url, options);
    } catch (error) {
      if (options.signal?.aborted === true) throw error;
      return this.send(url, options);
    }
  };

  private async send(url: string, { body, ...options }: CustomFetchOptions): Promise<Response> {
    const { host, pathname } = new URL(url);
    const started = performance.now();
    const told = () => ({ host, pathname, ms: Math.round(performance.now() - started) });
    const response = await fetch(url, { ...options, ...(body === undefined ? {} : { body }) }).catch(
      (error: unknown) => {
        this.logger.warn({ ...told(), err: error }, 'The identity provider did not answer');
        throw new SignOnRefusal('provider-away', { host });
      },
    );
    const { status, ok } = response;
    this.logger[ok ? 'info' : 'warn']({ ...told(), status }, 'Asked the identity provider');
    if (status >= 500) throw new SignOnRefusal('provider-away', { host, status });
    return response;
  }
}
