import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People can leave. Their row stays, since history names them; `current_users` are those who have not. */
export class PeopleWhoLeave1763807000000 implements MigrationInterface {
  name = 'PeopleWhoLeave1763807000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
ALTER TABLE users ADD COLUMN deleted_at timestamptz;
DROP INDEX users_email;
CREATE UNIQUE INDEX users_email ON users (lower(email)) WHERE deleted_at IS NULL;
CREATE VIEW current_users AS SELECT id, name, email, time_zone, role FROM users WHERE deleted_at IS NULL;
`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
DROP VIEW current_users;
DROP INDEX users_email;
CREATE UNIQUE INDEX users_email ON users (lower(email));
ALTER TABLE users DROP COLUMN deleted_at;
`);
  }
}
