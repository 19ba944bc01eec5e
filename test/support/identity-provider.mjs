// An identity provider (oidc-provider) on loopback, in a process of its own. Whoever comes is signed in at once as the
// person that the test has put there (PUT /person); without one, they are refused.
// Arguments: the port, and the address to which it may send people back. Client `rouse`, secret `rouse-secret`.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import Provider from 'oidc-provider';

const [port, redirectUri] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

/** @type {{ sub: string, [claim: string]: unknown } | null} */
let person = null;
const accounts = new Map();

const provider = new Provider(issuer, {
  clients: [{ client_id: 'rouse', client_secret: 'rouse-secret', redirect_uris: [redirectUri] }],
  claims: {
    openid: ['sub'],
    profile: ['name', 'preferred_username', 'zoneinfo'],
    email: ['email', 'email_verified'],
    groups: ['groups'],
  },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  cookies: { keys: ['a key of this test'] },
  findAccount: (_context, id) => ({ accountId: id, claims: () => accounts.get(id) }),
  // Nobody is asked whether Rouse may know these things.
  loadExistingGrant: async ({ oidc }) => {
    const former = oidc.session.grantIdFor(oidc.client.clientId);
    if (former) return oidc.provider.Grant.find(former);
    const grant = new oidc.provider.Grant({
      clientId: oidc.client.clientId,
      accountId: oidc.session.accountId,
    });
    grant.addOIDCScope('openid profile email groups');
    await grant.save();
    return grant;
  },
});

async function takeOver(request, response) {
  if (request.method === 'PUT' && request.url === '/person') {
    person = JSON.parse(await text(request));
    if (person !== null) accounts.set(person.sub, person);
    response.end();
    return;
  }
  if (!request.url.startsWith('/interaction/')) {
    await provider.callback()(request, response);
    return;
  }
  const result = person === null ? { error: 'access_denied' } : { login: { accountId: person.sub } };
  await provider.interactionFinished(request, response, result);
}

createServer((request, response) => {
  takeOver(request, response).catch((error) => {
    process.stderr.write(`${String(error)}\n`);
    response.statusCode = 500;
    response.end();
  });
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('listening\n'));
