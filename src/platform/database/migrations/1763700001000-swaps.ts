import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests between teammates to trade shifts: who asks, who was asked and how they may answer, what came of it. */
export class Swaps1763700001000 implements MigrationInterface {
  name = 'Swaps1763700001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UNDO);
  }
}

const TABLES = `
-- due_at: the next reminder, or the end of the request (promise 2); null when it is closed.
CREATE TABLE swaps (
  id uuid PRIMARY KEY,
  schedule_id uuid NOT NULL REFERENCES schedules (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('swap', 'cover', 'open')),
  status text NOT NULL CHECK (status IN ('open', 'accepted', 'declined', 'cancelled', 'expired')),
  from_user_id uuid NOT NULL REFERENCES users (id),
  with_user_id uuid REFERENCES users (id),
  give_start timestamptz NOT NULL,
  give_end timestamptz NOT NULL,
  take_start timestamptz,
  take_end timestamptz,
  message text,
  answered_by uuid REFERENCES users (id),
  answered_at timestamptz,
  expires_at timestamptz NOT NULL,
  due_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  CHECK (give_end > give_start),
  CHECK (take_end > take_start),
  CHECK ((kind = 'swap') = (take_start IS NOT NULL AND take_end IS NOT NULL)),
  CHECK ((kind = 'open') = (with_user_id IS NULL)),
  CHECK ((status = 'open') = (due_at IS NOT NULL)),
  CHECK ((status = 'open') = (answered_at IS NULL)),
  CHECK (status <> 'accepted' OR answered_by IS NOT NULL)
);
CREATE INDEX swaps_due ON swaps (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX swaps_schedule ON swaps (schedule_id, id);
CREATE INDEX swaps_from ON swaps (from_user_id, id);

-- Everybody who was asked, with the code by which their phone answers.
CREATE TABLE swap_invitations (
  swap_id uuid NOT NULL REFERENCES swaps (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  reply_code text NOT NULL,
  declined_at timestamptz,
  PRIMARY KEY (swap_id, user_id)
);
CREATE INDEX swap_invitations_reply ON swap_invitations (user_id, reply_code);

-- A link answers one request as one person; each message has its own. Only the hash is kept (promise 10).
CREATE TABLE swap_answer_links (
  token_hash bytea PRIMARY KEY,
  swap_id uuid NOT NULL,
  user_id uuid NOT NULL,
  FOREIGN KEY (swap_id, user_id) REFERENCES swap_invitations (swap_id, user_id) ON DELETE CASCADE
);
CREATE INDEX swap_answer_links_invitation ON swap_answer_links (swap_id, user_id);

-- An agreement took effect by these overrides.
ALTER TABLE overrides ADD CONSTRAINT overrides_agreed_swap FOREIGN KEY (swap_id) REFERENCES swaps (id);
`;

const UNDO = `
ALTER TABLE overrides DROP CONSTRAINT overrides_agreed_swap;
DROP TABLE swap_answer_links;
DROP TABLE swap_invitations;
DROP TABLE swaps;
`;
