import type { EntityManager } from 'typeorm';
import { chooseReplyCode } from '../delivery/reply-code.js';

/** An incident that a phone is to be paged about. */
export interface CodeWanted {
  readonly address: string;
  readonly incidentId: string;
}

/** What a code is found by in the answer of `allotReplyCodes`. */
export const codeKey = ({ address, incidentId }: CodeWanted): string => `${address} ${incidentId}`;

/**
 * The code of each incident on each phone: the one that it has there, or a new one that no incident of the phone has
 * that is open or was a day ago: a late answer to an old message is none to a new one. Phones are locked in order, so that two incidents at once neither take one code nor wait for each other; the
 * codes are read by a statement of its own, which sees what was committed before the locks were had.
 */
export async function allotReplyCodes(
  manager: EntityManager,
  wanted: readonly CodeWanted[],
): Promise<Map<string, string>> {
  const phones = [...new Set(wanted.map(({ address }) => address))].sort();
  await manager.query(
    `SELECT pg_advisory_xact_lock(hashtextextended('reply-code:' || phone, 0)) FROM unnest($1::text[]) AS phone`,
    [phones],
  );
  const codes = await takenCodes(manager, phones);
  const taken = new Map(phones.map((phone) => [phone, new Set<string>()]));
  for (const { address, code } of codes) taken.get(address)?.add(code);
  const found = new Map(codes.map((each) => [codeKey(each), each.code]));
  const added: (CodeWanted & { code: string })[] = [];
  for (const { address, incidentId } of wanted) {
    const key = codeKey({ address, incidentId });
    if (found.has(key)) continue;
    const ofPhone = taken.get(address) ?? new Set<string>();
    const code = chooseReplyCode(ofPhone, Math.random);
    ofPhone.add(code);
    found.set(key, code);
    added.push({ address, incidentId, code });
  }
  await keep(manager, added);
  return found;
}

/** The codes that the phones have taken. Those of incidents that were resolved a day ago are free again. */
async function takenCodes(
  manager: EntityManager,
  phones: readonly string[],
): Promise<(CodeWanted & { code: string })[]> {
  await manager.query(
    `DELETE FROM reply_codes code USING incidents incident
     WHERE code.address = ANY($1::text[]) AND incident.id = code.incident_id
       AND incident.resolved_at <= rouse_now() - interval '1 day'`,
    [phones],
  );
  return manager.query<(CodeWanted & { code: string })[]>(
    `SELECT address, incident_id AS "incidentId", code FROM reply_codes WHERE address = ANY($1::text[])`,
    [phones],
  );
}

async function keep(
  manager: EntityManager,
  codes: readonly (CodeWanted & { readonly code: string })[],
): Promise<void> {
  if (codes.length === 0) return;
  await manager.query(
    `INSERT INTO reply_codes (address, code, incident_id) SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[])`,
    [
      codes.map(({ address }) => address),
      codes.map(({ code }) => code),
      codes.map(({ incidentId }) => incidentId),
    ],
  );
}
