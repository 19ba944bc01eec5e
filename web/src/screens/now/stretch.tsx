import { useServerNow } from '../../api/server-clock';
import { exactTime, stretchTime } from '../../design/times';
import { useSession } from '../../session/session';

/** From when to when, in the reader's zone; the exact times on hover. */
export function Stretch({ start, end }: { start: string | Date; end: string | Date }) {
  const now = useServerNow(60_000);
  const zone = useSession().timeZone;
  const [from, to] = [new Date(start), new Date(end)];
  return (
    <span title={`${exactTime(from, zone)} – ${exactTime(to, zone)}`}>
      {stretchTime(from, to, now, zone)}
    </span>
  );
}
