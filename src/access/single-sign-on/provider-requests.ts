import type { CustomFetch, CustomFetchOptions } from 'openid-client';
import type { Logger } from '../../platform/logging/logger.js';

/**
 * What goes out to the identity provider, each with one line in the log. openid-client sets the time limit, over both
 * tries of a question, and follows no redirect.
 */
export class ProviderRequests {
  constructor(private readonly logger: Logger) {}

  /**
   * A question (GET) is asked a second time where there was no answer, or one that says that the provider is in
   * trouble. A code is sent once: it works but once, and whoever it failed begins again.
   */
  readonly fetch: CustomFetch = async (url, options) => {
    if (options.method !== 'GET') return this.send(url, options);
    const first = await this.send(url, options).catch((error: unknown) => {
      if (options.signal?.aborted === true) throw error;
      return null;
    });
    return first !== null && first.status < 500 ? first : this.send(url, options);
  };

  private async send(url: string, { body, ...options }: CustomFetchOptions): Promise<Response> {
    const { host, pathname } = new URL(url);
    const started = performance.now();
    const told = () => ({ host, pathname, ms: Math.round(performance.now() - started) });
    try {
      const response = await fetch(url, { ...options, ...(body === undefined ? {} : { body }) });
      this.logger[response.ok ? 'info' : 'warn'](
        { ...told(), status: response.status },
        'Asked the identity provider',
      );
      return response;
    } catch (error) {
      this.logger.warn({ ...told(), err: error }, 'The identity provider did not answer');
      throw error;
    }
  }
}
