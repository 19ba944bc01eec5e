import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The index of an incident's open alerts holds only those that have an incident. Where statistics say that nothing is
 * open, which is so after any quiet night, all indexes of open alerts look empty and equally cheap: PostgreSQL read this
 * one from end to end to find an alert by its key. Without an incident in the question it now cannot.
 */
export class OpenAlertsIndex1764200000000 implements MigrationInterface {
  name = 'OpenAlertsIndex1764200000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
DROP INDEX alerts_incident_open;
CREATE INDEX alerts_incident_open ON alerts (incident_id) WHERE status <> 'resolved' AND incident_id IS NOT NULL;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
DROP INDEX alerts_incident_open;
CREATE INDEX alerts_incident_open ON alerts (incident_id) WHERE status <> 'resolved';`);
  }
}
