/** A page as a browser ends up on it. */
export interface Visited {
  status: number;
  url: string;
  location: string | null;
  headers: Headers;
  text: string;
}

/** As much of a browser as signing in needs: it keeps cookies and follows redirects, and shows where it stopped. */
export class CookieBrowser {
  /** By name: everything here lives on one host. */
  readonly cookies = new Map<string, string>();

  /** One request, with the cookies; a redirect is not followed. */
  async visit(url: string): Promise<Visited> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { ...(cookie === '' ? {} : { cookie }), 'user-agent': 'a test browser' },
      signal: AbortSignal.timeout(20_000),
    });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    const location = response.headers.get('location');
    return {
      status: response.status,
      url,
      location: location === null ? null : new URL(location, url).href,
      headers: response.headers,
      text: await response.text(),
    };
  }

  /** Follows redirects from here until `isThere`, or until there is none left. */
  async follow(url: string, isThere: (url: string) => boolean = () => false): Promise<Visited> {
    let page = await this.visit(url);
    while (page.location !== null && !isThere(page.location)) page = await this.visit(page.location);
    return page;
  }

  private keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '' || /; *max-age=0/i.test(line) || /expires=Thu, 01 Jan 1970/i.test(line))
      this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
