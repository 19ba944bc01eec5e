import { execFile } from 'node:child_process';
import { root } from './bootstrap.mjs';

const ASK_WITHIN_MS = 60_000;
const TOO_BAD = ['high', 'critical'];
/** A mirror without the audit's address says one of these. */
const NO_SUCH_ADDRESS = [404, 405, 501];
/** What npm and Node call a network that is not there. */
const NO_NETWORK =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOAUDIT|ERR_SOCKET_TIMEOUT|EIDLETIMEOUT)$/;

/**
 * What `npm audit --json` has found.
 * @param {string} text what it printed
 * @returns {{ complaints: string[], notAsked: string | null }} a line for each package that is known to be dangerous; or
 *   why the registry could not be asked
 * @throws where it says neither
 */
export function readAudit(text) {
  const report = JSON.parse(text);
  if (report.vulnerabilities) {
    const bad = Object.values(report.vulnerabilities).filter(({ severity }) => TOO_BAD.includes(severity));
    return { complaints: bad.map(toLine), notAsked: null };
  }
  const { statusCode, code, error } = report;
  const reason = code ?? error?.code ?? '';
  if (NO_SUCH_ADDRESS.includes(statusCode)) return { complaints: [], notAsked: `it answers ${statusCode}` };
  if (NO_NETWORK.test(reason)) return { complaints: [], notAsked: reason };
  const [, failed] = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT)\b/.exec(report.message ?? '') ?? [];
  if (failed) return { complaints: [], notAsked: failed };
  throw new Error(`npm audit did not work: ${text}`);
}

function toLine({ name, severity, range, via }) {
  const titles = via.map((cause) =>
    typeof cause === 'string' ? `by ${cause}` : `${cause.title} ${cause.url}`,
  );
  return `${name} ${range} (${severity}): ${titles.join('; ')}`;
}

/** The packages that are shipped and known to be dangerous. Where the registry cannot be asked a line says so. */
export async function auditPackages() {
  const { complaints, notAsked } = readAudit(await npmAudit());
  if (notAsked !== null)
    process.stdout.write(
      `note    the registry could not be asked which packages are dangerous: ${notAsked}\n`,
    );
  return complaints;
}

function npmAudit() {
  const script = process.env.npm_execpath;
  const [program, ...before] =
    script?.endsWith('.js') || script?.endsWith('.cjs') ? [process.execPath, script] : ['npm'];
  const args = [...before, 'audit', '--omit=dev', '--audit-level=high', '--json'];
  return new Promise((resolve) => {
    // It ends with 1 where it has found something, and where it could not ask.
    execFile(program, args, { cwd: root, timeout: ASK_WITHIN_MS, maxBuffer: 64e6 }, (error, stdout) => {
      if (error?.killed) resolve('{"error":{"code":"ETIMEDOUT"}}');
      else resolve(stdout);
    });
  });
}
