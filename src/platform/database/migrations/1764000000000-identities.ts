import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Programs have accounts of their own beside people, tokens have scopes, policies belong to teams. `current_users` are
 * people: nothing that pages or schedules sees an account of a program.
 */
export class Identities1764000000000 implements MigrationInterface {
  name = 'Identities1764000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
ALTER TABLE users ADD COLUMN kind text NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'service'));
CREATE OR REPLACE VIEW current_users AS
  SELECT id, name, email, time_zone, role FROM users WHERE deleted_at IS NULL AND kind = 'person';

-- Null: all that its holder may do.
ALTER TABLE api_tokens ADD COLUMN scopes text[];

ALTER TABLE escalation_policies ADD COLUMN team_id uuid REFERENCES teams (id) ON DELETE SET NULL;
CREATE INDEX escalation_policies_team ON escalation_policies (team_id) WHERE team_id IS NOT NULL;
`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
ALTER TABLE escalation_policies DROP COLUMN team_id;
ALTER TABLE api_tokens DROP COLUMN scopes;
UPDATE users SET deleted_at = rouse_now() WHERE kind = 'service' AND deleted_at IS NULL;
CREATE OR REPLACE VIEW current_users AS
  SELECT id, name, email, time_zone, role FROM users WHERE deleted_at IS NULL;
ALTER TABLE users DROP COLUMN kind;
`);
  }
}
