import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CalendarFeeds1763700002000 implements MigrationInterface {
  name = 'CalendarFeeds1763700002000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UNDO);
  }
}

const TABLES = `SELECT 1`;

const UNDO = `SELECT 1`;
