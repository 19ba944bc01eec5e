import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Swaps1763700001000 implements MigrationInterface {
  name = 'Swaps1763700001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UNDO);
  }
}

const TABLES = `SELECT 1`;

const UNDO = `SELECT 1`;
