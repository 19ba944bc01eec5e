#!/usr/bin/env node
// Writes docs/permissions.md from the built program's table of permissions and its routes; with --check says whether the
// committed one is current.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const file = fileURLToPath(new URL('../docs/permissions.md', import.meta.url));
const { PERMISSIONS } = await import('../dist/access/permission-table.js');
const { ROLES, roleSuffices } = await import('../dist/access/role.js');
const { describeApp } = await import('../dist/describe-app.js');

const NO = '–';

/** What somebody with a role may do it to, apart from what they get by their teams. */
function byRole(role, { anywhere, withoutTeam, own }) {
  const suffices = (least) => least !== undefined && roleSuffices(role, least);
  if (suffices(anywhere)) return 'yes';
  return [suffices(own) ? 'own' : [], suffices(withoutTeam) ? 'of no team' : []].flat().join(', ') || NO;
}

/** What a team's people may do beside it, for what belongs to their team; `least` is the role that they need for it. */
const byTeam = (least) => (least === undefined ? NO : `yes, if ${least}`);

/** The routes of openapi.json, in its order; an open one has no permission. */
const routesOf = ({ paths }) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { summary, 'x-permission': permission = null }]) => ({
      name: `\`${method.toUpperCase()} ${path}\``,
      summary,
      permission,
    })),
  );

const row = (cells) => `| ${cells.join(' | ')} |`;

function permissionRow([name, permission]) {
  const { says, scope, asManager, asMember, confirmed } = permission;
  return row([
    `\`${name}\``,
    says,
    ...[...ROLES].reverse().map((role) => byRole(role, permission)),
    byTeam(asManager ?? asMember),
    byTeam(asMember),
    scope ?? 'any',
    confirmed === true ? 'yes' : NO,
  ]);
}

async function written() {
  const routes = routesOf(await describeApp());
  const named = Object.keys(PERMISSIONS).flatMap((name) =>
    routes.filter(({ permission }) => permission === name),
  );
  const open = routes.filter(({ permission }) => permission === null);
  const text = `# Who may do what

This page is written from the program's own table (\`src/access/permission-table.ts\`): every request is decided by it, and
by nothing else. Change the table, then \`npm run build && npm run permissions\`.

Everybody has one **role** in the organisation: an admin may do everything but answer for others, a responder
carries a pager and acts on incidents, an observer reads. Beside it a person is a **manager** or a **member** of teams,
which counts for what belongs to these teams. What belongs to no team is for admins, unless the table says otherwise.

- \`yes\`: for everything there is. \`own\`: for what is one's own; the words beside it say what that is.
- _manager_, _member_: what they may do beside what their role lets them do, for what belongs to their team; \`if responder\`:
  not while their role in the organisation is observer.
- _scope_: a token that was made with scopes needs this one. Scopes only take away: a token never may more than whoever
  holds it. Sessions have no scopes.
- _confirmed_: in a session one must have shown lately who one is, by the password or by signing in.

Who moves something from one team to another needs the permission for both. A role, a team or a token that is taken away
is gone from the next request on. Who may not is told 403 with who may; of what is personal, such as a contact method, also
where it does not exist.

What the table does not ask:

- Whom something names. A layer, a step or a last resort may name anybody, a service may be paged by any policy, and a policy
  may hand off to any: whoever may change a thing decides what is in it. A manager puts anybody into the team and takes anybody
  out, also the last manager; then the team is for admins.
- Whoever is paged answers, by SMS, call or link, whatever their role is.
- Observers see all of the organisation, and nothing that is personal: no contact method, no token, no session, not why
  somebody is away. In stories of incidents numbers and addresses are shortened. The simulator's phones and mailboxes are for
  admins, since whoever reads them could answer, and sign in, as anybody.

${row(['permission', 'lets one', ...[...ROLES].reverse(), 'manager', 'member', 'scope', 'confirmed'])}
${row(Array.from({ length: ROLES.length + 6 }, () => '---'))}
${Object.entries(PERMISSIONS).map(permissionRow).join('\n')}

## Routes

${row(['route', 'permission', 'what it does'])}
${row(['---', '---', '---'])}
${named.map(({ name, permission, summary }) => row([name, `\`${permission}\``, summary])).join('\n')}

The other doors need no account; each has a secret or a signature of its own, or shows nothing that is secret:

${row(['route', 'what it does'])}
${row(['---', '---'])}
${open.map(({ name, summary }) => row([name, summary])).join('\n')}
`;
  return format(text, { ...(await resolveConfig(file)), parser: 'markdown' });
}

const current = await written();
if (process.argv.includes('--check')) {
  const committed = await readFile(file, 'utf8').catch(() => '');
  if (committed !== current) {
    console.error(
      'docs/permissions.md is not what the table says. Run: npm run build && npm run permissions',
    );
    process.exit(1);
  }
} else {
  await writeFile(file, current);
  console.log('docs/permissions.md written');
}
process.exit(0);
