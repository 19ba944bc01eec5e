import { api, apiBase } from '../../api/client';
import { ProblemError } from '../../api/faults';
import { heldToken } from '../../api/held-token';
import type { AuditFilters } from './audit-filters';

type Format = 'csv' | 'jsonl';

const DAY_MS = 86_400_000;

/** The filters as the API takes them; what is empty is left out. A day lasts until its end, where the reader is. */
export function queryOf({ text, actor, action, from, to }: AuditFilters): Record<string, string> {
  const midnight = (day: string) => new Date(`${day}T00:00`).getTime();
  const [begin, end] = [midnight(from), midnight(to) + DAY_MS];
  return {
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(actor === '' ? {} : { actor }),
    ...(action === '' ? {} : { action }),
    ...(Number.isNaN(begin) ? {} : { from: new Date(begin).toISOString() }),
    ...(Number.isNaN(end) ? {} : { to: new Date(end).toISOString() }),
  };
}

/** Saves all that fits as a file. With a session the browser fetches it itself, so that it may be large. */
export async function exportAuditLog({
  format,
  filters,
}: {
  format: Format;
  filters: AuditFilters;
}): Promise<void> {
  const name = `audit-log.${format}`;
  const query = { format, ...queryOf(filters) };
  if (heldToken() === null) {
    save(`${apiBase}/api/v1/audit-log/export?${new URLSearchParams(query).toString()}`, name);
    return;
  }
  const { data, error } = await api.GET('/api/v1/audit-log/export', { params: { query }, parseAs: 'blob' });
  if (error !== undefined) throw new ProblemError(error);
  const address = URL.createObjectURL(data);
  save(address, name);
  URL.revokeObjectURL(address);
}

function save(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}
