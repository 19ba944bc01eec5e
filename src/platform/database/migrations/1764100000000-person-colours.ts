import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Each person has one of twelve colours for good. They are dealt in turn, so that people who came one after the other, who
 * are often one team, do not share one before all twelve are out.
 */
export class PersonColours1764100000000 implements MigrationInterface {
  name = 'PersonColours1764100000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
CREATE SEQUENCE user_colours MINVALUE 0 START 0;
ALTER TABLE users ADD COLUMN colour smallint CHECK (colour BETWEEN 0 AND 11);
UPDATE users SET colour = dealt.place % 12
  FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) - 1 AS place FROM users WHERE kind = 'person') AS dealt
  WHERE users.id = dealt.id;
UPDATE users SET colour = 0 WHERE colour IS NULL;
SELECT setval('user_colours', (SELECT count(*) FROM users WHERE kind = 'person'), false);
ALTER TABLE users ALTER COLUMN colour SET DEFAULT nextval('user_colours') % 12, ALTER COLUMN colour SET NOT NULL;
ALTER SEQUENCE user_colours OWNED BY users.colour;
`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE users DROP COLUMN colour');
  }
}
