import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the limits count, where there is no Redis. Unlogged: a count is written for no disk, and after a crash counts begin
 * anew. Rows are updated far more often than made, so pages have room for the new version beside the old.
 */
export class LimitCounts1764006000000 implements MigrationInterface {
  name = 'LimitCounts1764006000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
CREATE UNLOGGED TABLE limit_counts (
  key text PRIMARY KEY,
  points bigint NOT NULL,
  ends_at timestamptz NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX limit_counts_ends ON limit_counts (ends_at);
`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE limit_counts');
  }
}
