import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Notices1763700003000 implements MigrationInterface {
  name = 'Notices1763700003000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UNDO);
  }
}

const TABLES = `SELECT 1`;

const UNDO = `SELECT 1`;
