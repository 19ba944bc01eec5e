import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Policies with last resorts, hand-offs to other policies, teams as targets, and people who take turns. */
export class Policies1763800000000 implements MigrationInterface {
  name = 'Policies1763800000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
ALTER TABLE escalation_policies
  ADD COLUMN last_resort jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN hand_off_to uuid REFERENCES escalation_policies (id);
CREATE INDEX escalation_policies_hand_off ON escalation_policies (hand_off_to) WHERE hand_off_to IS NOT NULL;

ALTER TABLE escalation_policy_targets
  ADD COLUMN team_id uuid REFERENCES teams (id),
  DROP CONSTRAINT escalation_policy_targets_check,
  ADD CONSTRAINT escalation_policy_targets_check CHECK (num_nonnulls(user_id, schedule_id, team_id) = 1),
  ADD UNIQUE (policy_id, team_id);
CREATE INDEX escalation_policy_targets_team ON escalation_policy_targets (team_id);

-- How many turns were taken of a team or schedule whose people take turns. Its id is unique among both.
CREATE TABLE round_robin_turns (
  of_id uuid PRIMARY KEY,
  turns bigint NOT NULL
);
`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
DROP TABLE round_robin_turns;
DELETE FROM escalation_policy_targets WHERE team_id IS NOT NULL;
ALTER TABLE escalation_policy_targets
  DROP CONSTRAINT escalation_policy_targets_check,
  DROP COLUMN team_id,
  ADD CONSTRAINT escalation_policy_targets_check CHECK (num_nonnulls(user_id, schedule_id) = 1);
ALTER TABLE escalation_policies DROP COLUMN last_resort, DROP COLUMN hand_off_to;
`);
  }
}
