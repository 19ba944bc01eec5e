import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { SignOnSecrets } from './identity-provider.js';

/** How long somebody may take at the identity provider. */
export const ATTEMPT_MINUTES = 10;

/** A sign-in that has begun. */
export interface SignOnAttempt extends SignOnSecrets {
  /** What only the browser that began it knows. */
  readonly browserSecret: string;
  /** Where to go afterwards; checked. */
  readonly returnPath: string;
}

interface AttemptRow {
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly returnPath: string;
}

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest();

/** Sign-ins on their way through the identity provider. Each is good once, for a while, and for one browser. */
@Injectable()
export class SignOnAttempts {
  constructor(private readonly dataSource: DataSource) {}

  /** Keeps one, and forgets those that nobody finished. */
  async begin(attempt: SignOnAttempt): Promise<void> {
    await this.dataSource.query(
      `WITH forgotten AS (DELETE FROM sign_on_attempts WHERE expires_at <= rouse_now())
       INSERT INTO sign_on_attempts (state_hash, browser_hash, nonce, code_verifier, return_path, expires_at)
       VALUES ($1, $2, $3, $4, $5, rouse_now() + $6 * interval '1 minute')`,
      [
        hashOf(attempt.state),
        hashOf(attempt.browserSecret),
        attempt.nonce,
        attempt.codeVerifier,
        attempt.returnPath,
        ATTEMPT_MINUTES,
      ],
    );
  }

  /**
   * Takes the attempt that this browser began with this state, so that nobody can a second time; null where there is
   * none. Another browser's stays, or whoever saw a state could end the sign-in of somebody else.
   */
  async take(state: string, browserSecret: string): Promise<SignOnAttempt | null> {
    const [rows] = await this.dataSource.query<[AttemptRow[], number]>(
      `DELETE FROM sign_on_attempts WHERE state_hash = $1 AND browser_hash = $2 AND expires_at > rouse_now()
       RETURNING nonce, code_verifier AS "codeVerifier", return_path AS "returnPath"`,
      [hashOf(state), hashOf(browserSecret)],
    );
    const [row] = rows;
    return row === undefined ? null : { ...row, state, browserSecret };
  }
}
