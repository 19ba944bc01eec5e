/** Deadlines whose lateness the auditor reads. */
export const AUDITED_DEADLINES = [
  'escalation',
  'page',
  'page-responders',
  'wake-incident',
  'maintenance-end',
  'support-hours',
  'auto-resolve',
  'quiet-alert',
  'ringing-call',
  'leaver',
  'notice',
  'webhook-delivery',
] as const;
export type AuditedDeadline = (typeof AUDITED_DEADLINES)[number];

/** What the auditor saw in the database. All in seconds by the database's clock. */
export interface PagingObservation {
  /** Since the sweeper last moved its canary on. */
  readonly sweeperSeconds: number;
  /** Since a wake-up last came through the queue. */
  readonly queueSeconds: number;
  /** Age of the oldest attempt whose outcome nobody has written down; 0 for none. */
  readonly oldestCallSeconds: number;
  /** How long incidents are held since a restore that nobody has decided about; 0 for none. */
  readonly heldSeconds: number;
  /** How late the oldest deadline of each kind is; 0 where nothing is overdue. */
  readonly lateSeconds: Readonly<Record<AuditedDeadline, number>>;
}

/** One row of `OBSERVE`. */
export interface ObservedAge {
  readonly what: string;
  readonly seconds: number;
}

/**
 * The auditor's own statement: it shares none with the senders. Every line looks at the beginning of an index, never
 * at a whole table.
 *
 * A claim moves a deadline on as a lease, so a row that is claimed again and again in vain is never overdue for long.
 * Such a page is as late as it is wanted while nobody has tried it, and such an escalation as old as it is while it
 * has not come to its first step in several claims.
 */
export const OBSERVE = `
SELECT what, greatest(0, extract(epoch FROM rouse_now() - since))::float8 AS seconds FROM (
  SELECT 'sweeper' AS what,
    coalesce((SELECT moved_at FROM paging_canaries WHERE name = 'sweeper'), timestamptz 'epoch') AS since
  UNION ALL SELECT 'queue',
    coalesce((SELECT moved_at FROM paging_canaries WHERE name = 'wake-up'), timestamptz 'epoch')
  UNION ALL SELECT 'held', (
    SELECT last.restored_at FROM (SELECT restored_at, decision FROM restores ORDER BY id DESC LIMIT 1) last
    WHERE last.decision IS NULL AND EXISTS (
      SELECT FROM escalations escalation JOIN incidents incident ON incident.id = escalation.incident_id
      WHERE escalation.held_since IS NOT NULL AND escalation.status = 'stopped' AND incident.status = 'triggered'))
  UNION ALL SELECT 'call', (
    SELECT min(attempt.created_at) FROM pages page CROSS JOIN LATERAL (
      SELECT created_at FROM attempts WHERE page_id = page.id ORDER BY number DESC LIMIT 1) attempt
    WHERE page.due_at < rouse_now() + interval '1 minute' AND page.status = 'calling'
      AND page.created_at < rouse_now() - interval '1 minute')
  UNION ALL SELECT 'escalation', (
    SELECT min(CASE WHEN fence > 3 AND (position ->> 'step')::int < 0 THEN least(due_at, started_at) ELSE due_at END)
    FROM escalations WHERE status = 'running' AND due_at < rouse_now() + interval '20 seconds')
  UNION ALL SELECT 'page', (
    SELECT min(CASE WHEN status = 'waiting' AND attempt_count = 0 AND NOT was_held
      THEN least(due_at, wanted_at) ELSE due_at END)
    FROM pages WHERE due_at < rouse_now() + interval '20 seconds')
  UNION ALL SELECT 'page-responders', (SELECT min(due_at) FROM responder_requests WHERE due_at IS NOT NULL)
  UNION ALL SELECT 'wake-incident', (SELECT min(wakes_at) FROM incidents WHERE wakes_at IS NOT NULL)
  UNION ALL SELECT 'maintenance-end', (SELECT min(due_at) FROM maintenance_silences)
  UNION ALL SELECT 'support-hours', (
    SELECT min(support_begins_at) FROM services WHERE support_begins_at IS NOT NULL)
  UNION ALL SELECT 'auto-resolve', (
    SELECT min(auto_resolve_at) FROM incidents WHERE status <> 'resolved' AND auto_resolve_at IS NOT NULL)
  UNION ALL SELECT 'quiet-alert', (
    SELECT min(settles_at) FROM alerts WHERE status <> 'resolved' AND settles_at IS NOT NULL)
  UNION ALL SELECT 'ringing-call', (
    SELECT min(answered.at) FROM attempts call
    CROSS JOIN LATERAL (
      SELECT max(CASE WHEN request.id IS NOT NULL AND incident.status <> 'resolved' THEN request.answered_at
                 ELSE coalesce(incident.resolved_at, incident.acknowledged_at) END) AS at,
        bool_or(CASE WHEN request.id IS NULL THEN incident.status = 'triggered'
                ELSE request.status = 'pending' AND incident.status <> 'resolved' END) AS is_wanted
      FROM attempts attempt JOIN pages page ON page.id = attempt.page_id
      JOIN incidents incident ON incident.id = page.incident_id
      LEFT JOIN responder_requests request ON request.id = page.responder_request_id
      WHERE attempt.id = call.id OR attempt.lead_attempt_id = call.id) answered
    WHERE call.line IS NOT NULL AND call.status = 'sent'
      AND call.hung_up_at IS NULL AND NOT answered.is_wanted)
  UNION ALL SELECT 'leaver', (SELECT min(pages_end_at) FROM users WHERE pages_end_at IS NOT NULL)
  UNION ALL SELECT 'notice', (SELECT min(due_at) FROM notices WHERE due_at IS NOT NULL)
  UNION ALL SELECT 'webhook-delivery', (
    SELECT min(next.due_at) FROM webhooks CROSS JOIN LATERAL (
      SELECT due_at FROM webhook_deliveries WHERE webhook_id = webhooks.id AND due_at IS NOT NULL
      ORDER BY due_at LIMIT 1) next
    WHERE webhooks.paused_at IS NULL)
) ages`;

/**
 * What the rows of `OBSERVE` say.
 * @throws Error where one is missing
 */
export function toObservation(rows: readonly ObservedAge[]): PagingObservation {
  const ages = new Map(rows.map(({ what, seconds }) => [what, seconds]));
  const ageOf = (what: string): number => {
    const age = ages.get(what);
    if (age === undefined) throw new Error(`The auditor was not told of ${what}`);
    return age;
  };
  const late = (kind: AuditedDeadline) => ageOf(kind);
  return {
    sweeperSeconds: ageOf('sweeper'),
    queueSeconds: ageOf('queue'),
    oldestCallSeconds: ageOf('call'),
    heldSeconds: ageOf('held'),
    lateSeconds: {
      escalation: late('escalation'),
      page: late('page'),
      'page-responders': late('page-responders'),
      'wake-incident': late('wake-incident'),
      'maintenance-end': late('maintenance-end'),
      'support-hours': late('support-hours'),
      'auto-resolve': late('auto-resolve'),
      'quiet-alert': late('quiet-alert'),
      'ringing-call': late('ringing-call'),
      leaver: late('leaver'),
      notice: late('notice'),
      'webhook-delivery': late('webhook-delivery'),
    },
  };
}
