import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The links by which people come in without being signed in: invitations, password resets, and the proof that a new
 * e-mail address is theirs.
 */
export class AccountLinks1764002000000 implements MigrationInterface {
  name = 'AccountLinks1764002000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
CREATE TABLE account_links (
  id uuid PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose IN ('invitation', 'password-reset', 'email-change')),
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  -- Where it is sent; the new address where one is to be proven.
  email text NOT NULL,
  secret_hash bytea NOT NULL UNIQUE,
  -- Null: somebody who was not signed in asked for it.
  created_by uuid REFERENCES users (id) ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  expires_at timestamptz NOT NULL,
  mailed_at timestamptz,
  used_at timestamptz,
  revoked_at timestamptz
);
-- The newest only.
CREATE UNIQUE INDEX account_links_open ON account_links (user_id, purpose)
  WHERE used_at IS NULL AND revoked_at IS NULL;
CREATE INDEX account_links_user ON account_links (user_id, purpose, created_at);
CREATE INDEX account_links_expiry ON account_links (expires_at);
`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
DROP TABLE account_links;
`);
  }
}
