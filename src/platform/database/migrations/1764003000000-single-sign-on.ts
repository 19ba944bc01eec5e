import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who a person is at an identity provider, and sign-ins there that have begun. */
export class SingleSignOn1764003000000 implements MigrationInterface {
  name = 'SingleSignOn1764003000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
-- Stays when the person leaves: whoever was taken out is known again, and kept out.
CREATE TABLE provider_identities (
  issuer text NOT NULL,
  subject text NOT NULL,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX provider_identities_user ON provider_identities (user_id);

CREATE TABLE sign_on_attempts (
  state_hash bytea PRIMARY KEY,
  browser_hash bytea NOT NULL,
  nonce text NOT NULL,
  code_verifier text NOT NULL,
  return_path text NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sign_on_attempts_expiry ON sign_on_attempts (expires_at);

CREATE OR REPLACE VIEW sign_in_ways AS
  SELECT user_id, 'password'::text AS way FROM passwords
  UNION
  SELECT user_id, 'single-sign-on'::text FROM provider_identities;
`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
CREATE OR REPLACE VIEW sign_in_ways AS SELECT user_id, 'password'::text AS way FROM passwords;
DROP TABLE sign_on_attempts;
DROP TABLE provider_identities;
`);
  }
}
