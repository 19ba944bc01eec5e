/** What decides which page goes before which. */
export interface OrderedPage {
  readonly urgency: 'high' | 'low';
  readonly severity: string;
  readonly incidentNumber: number;
  /** The same incident was paged on the same contact method before. */
  readonly isRepeat: boolean;
  /** The person was told of the incident already, on whatever method. */
  readonly isTold: boolean;
  readonly wantedAt: Date;
}

const SEVERITIES = ['critical', 'error', 'warning', 'info'];

/** How the claim of due pages is ordered: first pages of high urgency, first pages of low urgency, repeats. */
export function precedenceOf(page: Pick<OrderedPage, 'urgency' | 'isRepeat'>): number {
  if (page.isRepeat) return 2;
  return page.urgency === 'high' ? 0 : 1;
}

/**
 * Which of a person's pages goes first: what they do not know of before what they were told on another channel,
 * that before repeats; high urgency before low; then the most severe, then what has waited longest.
 */
export function comparePages(one: OrderedPage, other: OrderedPage): number {
  return (
    newsOf(one) - newsOf(other) ||
    urgencyRank(one) - urgencyRank(other) ||
    severityRank(one) - severityRank(other) ||
    one.wantedAt.getTime() - other.wantedAt.getTime() ||
    one.incidentNumber - other.incidentNumber
  );
}

/** The incident that a message names where it stands for several: the most urgent, most severe, oldest. */
export function compareWorst(one: OrderedPage, other: OrderedPage): number {
  return (
    urgencyRank(one) - urgencyRank(other) ||
    severityRank(one) - severityRank(other) ||
    one.incidentNumber - other.incidentNumber
  );
}

function newsOf(page: OrderedPage): number {
  if (page.isRepeat) return 2;
  return page.isTold ? 1 : 0;
}

const urgencyRank = (page: Pick<OrderedPage, 'urgency'>): number => (page.urgency === 'high' ? 0 : 1);

function severityRank(page: Pick<OrderedPage, 'severity'>): number {
  const rank = SEVERITIES.indexOf(page.severity);
  return rank < 0 ? SEVERITIES.length : rank;
}
