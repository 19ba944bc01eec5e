import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When somebody leaves, what still pages them ends soon after: a deadline as the others are. */
export class LeaversPages1764005000000 implements MigrationInterface {
  name = 'LeaversPages1764005000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const UP = `
ALTER TABLE users ADD COLUMN pages_end_at timestamptz, ADD COLUMN pages_end_fence int NOT NULL DEFAULT 0;
CREATE INDEX users_pages_end ON users (pages_end_at) WHERE pages_end_at IS NOT NULL;
`;

const DOWN = `
DROP INDEX users_pages_end;
ALTER TABLE users DROP COLUMN pages_end_at, DROP COLUMN pages_end_fence;
`;
