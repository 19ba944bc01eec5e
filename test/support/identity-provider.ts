import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What the provider says of somebody, by the names of OpenID Connect Core 1.0 section 5.1. */
export interface ProvidedClaims {
  sub: string;
  name?: string;
  email?: string;
  email_verified?: boolean;
  zoneinfo?: string;
  groups?: string[];
}

/** A real identity provider in a process of its own; its client is `rouse` with `rouse-secret`. */
export interface TestIdentityProvider {
  /** Whoever comes from now on is this person; null: nobody is let in. */
  signsIn(person: ProvidedClaims | null): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it on this port of loopback. @param redirectUri where it may send people back to */
export async function startIdentityProvider(
  port: number,
  redirectUri: string,
): Promise<TestIdentityProvider> {
  const program = fileURLToPath(new URL('identity-provider.mjs', import.meta.url));
  const child = spawn(process.execPath, [program, String(port), redirectUri], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended.then(() => Promise.reject(new Error('it ended')))]);
  return {
    signsIn: async (person) => {
      const url = `http://127.0.0.1:${String(port)}/person`;
      const answer = await fetch(url, { method: 'PUT', body: JSON.stringify(person) });
      if (!answer.ok) throw new Error(`the identity provider answered ${String(answer.status)}`);
    },
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}
