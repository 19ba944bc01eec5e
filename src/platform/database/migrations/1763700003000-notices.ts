import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people are told beside pages: the outbox, each try to send, and who does not want to hear what. */
export class Notices1763700003000 implements MigrationInterface {
  name = 'Notices1763700003000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UNDO);
  }
}

const TABLES = `
-- due_at: when it wants attention next; null when nothing is left to do. outcome says how it ended.
CREATE TABLE notices (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind text NOT NULL,
  text text NOT NULL,
  once_key text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  expires_at timestamptz,
  due_at timestamptz,
  fence int NOT NULL DEFAULT 1,
  sent_at timestamptz,
  outcome text CHECK (outcome IN ('sent', 'expired', 'unreachable', 'failed')),
  CHECK ((due_at IS NULL) = (outcome IS NOT NULL)),
  CHECK ((sent_at IS NOT NULL) = (outcome IS NOT DISTINCT FROM 'sent'))
);
CREATE INDEX notices_due ON notices (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX notices_user ON notices (user_id, id);
CREATE INDEX notices_done ON notices (created_at) WHERE due_at IS NULL;

-- One call to a provider, written before the call is made.
CREATE TABLE notice_attempts (
  notice_id uuid NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
  number int NOT NULL,
  contact_method_id uuid REFERENCES contact_methods (id) ON DELETE SET NULL,
  provider text NOT NULL,
  status text NOT NULL CHECK (status IN ('calling', 'sent', 'refused', 'busy', 'unknown')),
  provider_id text,
  error text,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  finished_at timestamptz,
  PRIMARY KEY (notice_id, number)
);

-- Everybody is told everything, except what is here.
CREATE TABLE notice_refusals (
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind text NOT NULL,
  PRIMARY KEY (user_id, kind)
);

-- When each schedule is looked at next for something to tell. A claim moves it on; what is told has a once key, so
-- that a look too many tells nothing twice.
CREATE TABLE notice_scans (
  schedule_id uuid NOT NULL REFERENCES schedules (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('duty', 'coverage')),
  due_at timestamptz NOT NULL,
  PRIMARY KEY (schedule_id, kind)
);
CREATE INDEX notice_scans_due ON notice_scans (kind, due_at);
`;

const UNDO = `
DROP TABLE notice_scans;
DROP TABLE notice_refusals;
DROP TABLE notice_attempts;
DROP TABLE notices;
`;
