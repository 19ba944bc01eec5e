import { request as httpRequest, type Agent } from 'node:http';

/**
 * Posts a body, and says when it went and when the answer began (`performance.now()`).
 * @throws Error for an answer that is not a success
 */
export function postJson(
  agent: Agent,
  url: string,
  body: object,
): Promise<{ sentAt: number; answeredAt: number }> {
  return new Promise((resolve, reject) => {
    const sentAt = performance.now();
    const headers = { 'content-type': 'application/json' };
    const request = httpRequest(url, { method: 'POST', agent, headers }, (response) => {
      const answeredAt = performance.now();
      const { statusCode = 0 } = response;
      response.resume();
      response.once('end', () => {
        if (statusCode < 300) resolve({ sentAt, answeredAt });
        else reject(new Error(`${url} answered ${String(statusCode)}`));
      });
    });
    request.once('error', reject);
    request.end(JSON.stringify(body));
  });
}
