/** An element of TwiML, with its elements and its text in order. */
export interface TwimlElement {
  name: string;
  attributes: Record<string, string>;
  children: TwimlElement[];
  text: string;
}

const TOKEN = /<\?xml[^?]*\?>|<(\/?)([A-Za-z]+)((?:\s+[A-Za-z]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads what Rouse answered as strictly as Twilio does: anything that is not well-formed, or has no `Response` at
 * its root, is an error (Twilio's 12100 and 12200).
 */
export function readTwiml(xml: string): TwimlElement {
  const root: TwimlElement = { name: '', attributes: {}, children: [], text: '' };
  const open: TwimlElement[] = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < xml.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(xml);
    const inside = open.at(-1);
    if (!token || !inside) throw new Error(`not well-formed at ${String(at)}: ${xml.slice(at, at + 40)}`);
    const [, closing, name, attributes = '', empty, text] = token;
    if (text !== undefined) inside.text += decode(text);
    if (name === undefined) continue;
    if (closing === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes something else`);
      continue;
    }
    const element: TwimlElement = { name, attributes: readAttributes(attributes), children: [], text: '' };
    inside.children.push(element);
    if (empty !== '/') open.push(element);
  }
  const [response, ...others] = root.children;
  if (open.length > 1 || response?.name !== 'Response' || others.length > 0) {
    throw new Error(`not one whole <Response>: ${xml}`);
  }
  return response;
}

function readAttributes(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([A-Za-z]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, decode(value)]),
  );
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|([a-z]+);?)?;?/g, (whole, decimal, hexadecimal, name) => {
    if (typeof decimal === 'string') return String.fromCodePoint(Number(decimal));
    if (typeof hexadecimal === 'string') return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
    const entity = typeof name === 'string' ? ENTITIES[name] : undefined;
    if (entity === undefined) throw new Error(`${whole} is not an entity`);
    return entity;
  });
}
