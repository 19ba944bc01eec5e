import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People sign in: passwords, the sessions of their browsers, and the codes by which the first admin sets Rouse up. */
export class Sessions1764001000000 implements MigrationInterface {
  name = 'Sessions1764001000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
CREATE TABLE passwords (
  user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  -- Argon2id in PHC form: parameters and salt are in it.
  hash text NOT NULL,
  set_at timestamptz NOT NULL DEFAULT rouse_now(),
  -- When a refused sign-in was written to the audit log last.
  refusal_told_at timestamptz
);

-- A session that has ended is no row.
CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  secret_hash bytea NOT NULL UNIQUE,
  source_address text NOT NULL,
  user_agent text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  -- When the person last showed who they are: by signing in, or by the password again.
  confirmed_at timestamptz NOT NULL DEFAULT rouse_now(),
  last_seen_at timestamptz NOT NULL DEFAULT rouse_now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id, id);
CREATE INDEX sessions_expires ON sessions (expires_at);
CREATE INDEX sessions_last_seen ON sessions (last_seen_at);

CREATE TABLE set_up_codes (
  code_hash bytea PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT rouse_now()
);

-- By what people can sign in. Whoever adds a way replaces this view by one that has it too.
CREATE VIEW sign_in_ways AS SELECT user_id, 'password'::text AS way FROM passwords;
`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
DROP VIEW sign_in_ways;
DROP TABLE set_up_codes;
DROP TABLE sessions;
DROP TABLE passwords;
`);
  }
}
