/** Which incidents are listed; in the address, so that it can be sent to somebody and survives going back. */
export interface ListFilters {
  readonly status: 'open' | 'resolved' | 'all';
  readonly serviceId: string | null;
  readonly urgency: 'high' | 'low' | null;
  readonly isMine: boolean;
}

export const OPEN_ONES: ListFilters = { status: 'open', serviceId: null, urgency: null, isMine: false };

/** From the query of an address; whatever it does not say is as at first. */
export function readFilters(search: string): ListFilters {
  const query = new URLSearchParams(search);
  const [status, urgency] = [query.get('status'), query.get('urgency')];
  return {
    status: status === 'resolved' || status === 'all' ? status : 'open',
    serviceId: query.get('service'),
    urgency: urgency === 'high' || urgency === 'low' ? urgency : null,
    isMine: query.get('mine') === 'yes',
  };
}

/** The query of the address that says them; empty for those that one begins with. */
export function writeFilters({ status, serviceId, urgency, isMine }: ListFilters): string {
  const query = new URLSearchParams();
  if (status !== 'open') query.set('status', status);
  if (serviceId !== null) query.set('service', serviceId);
  if (urgency !== null) query.set('urgency', urgency);
  if (isMine) query.set('mine', 'yes');
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** What the API is asked with. @param me the one who looks */
export const queryOf = ({ status, serviceId, urgency, isMine }: ListFilters, me: string) => ({
  ...(status === 'all' ? {} : { status: status === 'open' ? 'triggered,acknowledged' : status }),
  ...(serviceId === null ? {} : { serviceId }),
  ...(urgency === null ? {} : { urgency }),
  ...(isMine ? { assignedTo: me } : {}),
});
