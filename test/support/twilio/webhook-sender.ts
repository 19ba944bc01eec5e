import webhooks from 'twilio/lib/webhooks/webhooks.js';

export interface WebhookAnswer {
  status: number;
  body: string;
}

export type Signing = 'genuine' | 'forged' | 'absent';

/** Where Rouse listens, and as what Twilio knows it. */
export interface RouseAddress {
  /** The real address of the process. */
  url: string;
  /** Its PUBLIC_URL, where that is another one. */
  publicUrl?: string;
}

/** Posts forms to Rouse as Twilio does: signed over the public address, delivered to where the process listens. */
export class WebhookSender {
  /** Everything that was posted, with what came of it. */
  readonly sent: { url: string; form: Record<string, string>; answer: WebhookAnswer }[] = [];
  private rouse: RouseAddress | null = null;

  constructor(private readonly account: { readonly accountSid: string; readonly authToken: string }) {}

  connect(rouse: RouseAddress): void {
    this.rouse = rouse;
  }

  /** The public address of a path of Rouse. */
  publicAddress(path: string): string {
    if (!this.rouse) throw new Error('Tell the double where Rouse is: double.connect(rouse).');
    return `${this.rouse.publicUrl ?? this.rouse.url}${path}`;
  }

  /**
   * @param url as Twilio was given it
   * @param fields beside the AccountSid, which every request of Twilio's has
   */
  async post(
    url: string,
    fields: Record<string, string>,
    { signing = 'genuine', headers = {} }: { signing?: Signing; headers?: Record<string, string> } = {},
  ): Promise<WebhookAnswer> {
    const form = { AccountSid: this.account.accountSid, ...fields };
    const response = await fetch(this.realAddress(url), {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'user-agent': 'TwilioProxy/1.1',
        ...this.signature(url, form, signing),
        ...headers,
      },
      body: new URLSearchParams(form).toString(),
      signal: AbortSignal.timeout(15_000),
    });
    const answer = { status: response.status, body: await response.text() };
    this.sent.push({ url, form, answer });
    return answer;
  }

  private realAddress(url: string): string {
    const { rouse } = this;
    return rouse?.publicUrl !== undefined && url.startsWith(rouse.publicUrl)
      ? `${rouse.url}${url.slice(rouse.publicUrl.length)}`
      : url;
  }

  private signature(url: string, form: Record<string, string>, signing: Signing): Record<string, string> {
    if (signing === 'absent') return {};
    const key = signing === 'genuine' ? this.account.authToken : 'somebody else';
    return { 'x-twilio-signature': webhooks.getExpectedTwilioSignature(key, url, form) };
  }
}
