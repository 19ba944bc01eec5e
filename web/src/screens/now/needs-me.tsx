import { $api } from '../../api/client';
import { useMay, useSession } from '../../session/session';
import { texts } from '../../texts/needs-me';
import { GapAsk } from './gap-ask';
import { HelpAsk } from './help-ask';
import { NothingSetUp } from './nothing-set-up';
import classes from './now.module.css';
import { BY_THE_CLOCK } from '../../api/by-the-clock';
import { PhoneAsk, phoneTroubleOf } from './phone-ask';
import { HeldAsk } from './held-ask';
import { Section } from './section';
import { SwapAsk } from './swap-ask';

/** What waits for me beside incidents: people who ask, then what would keep pages from me or the team. */
export function NeedsMe() {
  const asks = useAsks();
  if (asks.length === 0) return null;
  return (
    <Section title={texts.title} count={String(asks.length)}>
      <ul className={classes.rows}>{asks}</ul>
    </Section>
  );
}

function useAsks() {
  const { id, role } = useSession();
  const may = useMay();
  const carries = role !== 'observer';
  const help = $api.useQuery('get', '/api/v1/me/responder-requests');
  const swaps = $api.useQuery('get', '/api/v1/swaps', {
    params: { query: { status: 'open', mine: 'true' } },
  });
  const methods = $api.useQuery(
    'get',
    '/api/v1/users/{id}/contact-methods',
    { params: { path: { id } } },
    { enabled: carries && may('contact.read', { ownerId: id }) },
  );
  const schedules = $api.useQuery('get', '/api/v1/me/schedules', {}, BY_THE_CLOCK);
  const decides = may('restore.resume');
  const restore = $api.useQuery('get', '/api/v1/restore', {}, { enabled: decides, staleTime: 60_000 });
  const isEmpty = useIsEmpty(may('service.change') && may('team.create'));

  const phone = carries && methods.data !== undefined ? phoneTroubleOf(methods.data.items) : null;
  const held = decides ? (restore.data?.heldCount ?? 0) : 0;
  return [
    ...(help.data?.items ?? []).map((request) => <HelpAsk key={request.id} request={request} />),
    ...(held > 0 ? [<HeldAsk key="held" count={held} />] : []),
    ...(swaps.data?.items ?? [])
      .filter(({ fromUserId, declinedBy }) => fromUserId !== id && !declinedBy.includes(id))
      .map((swap) => <SwapAsk key={swap.id} swap={swap} />),
    ...(isEmpty ? [<NothingSetUp key="set-up" />] : []),
    ...(phone === null || isEmpty ? [] : [<PhoneAsk key="phone" trouble={phone} />]),
    ...(schedules.data?.items ?? [])
      .filter(({ gaps, teamId }) => gaps.length > 0 && may('schedule.change', { teamId }))
      .map((schedule) => <GapAsk key={schedule.scheduleId} schedule={schedule} />),
  ];
}

/** Whether there is nothing that could page anybody; asked only for who could change it. */
function useIsEmpty(enabled: boolean): boolean {
  const one = { params: { query: { limit: 1 } } };
  const services = $api.useQuery('get', '/api/v1/services', one, { enabled });
  return services.data?.items.length === 0;
}
