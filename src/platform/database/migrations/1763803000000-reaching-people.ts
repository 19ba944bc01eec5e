import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Webhooks as contact methods, the last proof that a method reaches its owner, waking hours, and test pages. */
export class ReachingPeople1763803000000 implements MigrationInterface {
  name = 'ReachingPeople1763803000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UNDO);
  }
}

const TABLES = `
ALTER TABLE contact_methods DROP CONSTRAINT contact_methods_type_check;
ALTER TABLE contact_methods ADD CONSTRAINT contact_methods_type_check
  CHECK (type IN ('sms', 'voice', 'email', 'webhook'));
ALTER TABLE pages DROP CONSTRAINT pages_type_check;
ALTER TABLE pages ADD CONSTRAINT pages_type_check CHECK (type IN ('sms', 'voice', 'email', 'webhook'));

-- secret: what webhooks are signed with, so it cannot be a hash. proven_at: the last time that something came back
-- from where the method leads.
ALTER TABLE contact_methods ADD COLUMN secret text;
ALTER TABLE contact_methods ADD COLUMN proven_at timestamptz;
ALTER TABLE contact_methods ADD COLUMN proven_by text;
ALTER TABLE contact_methods ADD CONSTRAINT contact_methods_secret_check CHECK ((type = 'webhook') = (secret IS NOT NULL));
ALTER TABLE contact_methods ADD CONSTRAINT contact_methods_proven_check
  CHECK ((proven_at IS NULL) = (proven_by IS NULL));
ALTER TABLE contact_methods ADD CONSTRAINT contact_methods_proven_by_check
  CHECK (proven_by IN ('verification', 'page-reply', 'test', 'call-key'));

-- Codes that came back before this was written down; an address that an admin vouched for is not among them.
UPDATE contact_methods SET proven_at = verified_at, proven_by = 'verification'
 WHERE verified_at IS NOT NULL AND id::text IN (
   SELECT object_id FROM audit_log WHERE object_type = 'contact-method' AND action = 'contact-method.verify');

-- Turning an address off and on, and signing for a webhook's owners, also finds those that are not verified.
DROP INDEX contact_methods_address;
CREATE INDEX contact_methods_address ON contact_methods (address);

-- {from, to, weekdays} in the person's zone; null: pages of low urgency do not wait.
ALTER TABLE users ADD COLUMN waking_hours jsonb;

-- An address by which a notice is not sent, since it is about that one.
ALTER TABLE notices ADD COLUMN not_to text;

-- One test of a contact method. answered_by: how the code came back.
CREATE TABLE contact_method_tests (
  id uuid PRIMARY KEY,
  contact_method_id uuid NOT NULL REFERENCES contact_methods (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  address text NOT NULL,
  code text NOT NULL,
  status text NOT NULL CHECK (status IN ('sending', 'sent', 'failed', 'answered')),
  error text,
  tries int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT rouse_now(),
  expires_at timestamptz NOT NULL,
  answered_at timestamptz,
  answered_by text,
  CHECK ((status = 'answered') = (answered_at IS NOT NULL)),
  CHECK ((answered_at IS NULL) = (answered_by IS NULL))
);
CREATE INDEX contact_method_tests_method ON contact_method_tests (contact_method_id, id);
CREATE INDEX contact_method_tests_user ON contact_method_tests (user_id, created_at);
CREATE INDEX contact_method_tests_address ON contact_method_tests (address, code) WHERE status IN ('sending', 'sent');
`;

/** Webhooks that there are stay, and pages that went to them; nothing pages them any more. */
const UNDO = `
DROP TABLE contact_method_tests;
ALTER TABLE notices DROP COLUMN not_to;
ALTER TABLE users DROP COLUMN waking_hours;
DROP INDEX contact_methods_address;
CREATE INDEX contact_methods_address ON contact_methods (address) WHERE verified_at IS NOT NULL;
ALTER TABLE contact_methods DROP COLUMN secret, DROP COLUMN proven_at, DROP COLUMN proven_by;
UPDATE contact_methods SET disabled_at = rouse_now(), disabled_reason = 'deleted', verified_at = NULL
 WHERE type = 'webhook';
ALTER TABLE pages DROP CONSTRAINT pages_type_check;
ALTER TABLE pages ADD CONSTRAINT pages_type_check CHECK (type IN ('sms', 'voice', 'email')) NOT VALID;
ALTER TABLE contact_methods DROP CONSTRAINT contact_methods_type_check;
ALTER TABLE contact_methods ADD CONSTRAINT contact_methods_type_check
  CHECK (type IN ('sms', 'voice', 'email')) NOT VALID;
`;
