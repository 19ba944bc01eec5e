import type { MigrationInterface, QueryRunner } from 'typeorm';

export class History1763700000000 implements MigrationInterface {
  name = 'History1763700000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UNDO);
  }
}

const TABLES = `
ALTER TABLE overrides ADD COLUMN swap_id uuid;
`;

const UNDO = `
ALTER TABLE overrides DROP COLUMN swap_id;
`;
