import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deadlines that are nobody's, which only a living sender moves on. */
export class PagingCanaries1763901000000 implements MigrationInterface {
  name = 'PagingCanaries1763901000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLE);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE paging_canaries');
  }
}

const TABLE = `
-- One for each way on which a deadline is taken up. moved_at: when that way last worked.
CREATE TABLE paging_canaries (
  name text PRIMARY KEY CHECK (name IN ('sweeper', 'wake-up')),
  fence int NOT NULL DEFAULT 1,
  due_at timestamptz NOT NULL DEFAULT rouse_now(),
  moved_at timestamptz NOT NULL DEFAULT rouse_now()
);
INSERT INTO paging_canaries (name) VALUES ('sweeper'), ('wake-up');
`;
