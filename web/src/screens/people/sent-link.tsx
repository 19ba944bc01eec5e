import type { Schema } from '../../api/client';
import { ShownOnce } from '../../design/shown-once';
import { exactTime } from '../../design/times';
import { useSession } from '../../session/session';
import { texts } from '../../texts/directory';

/** A link that lets somebody in, told this once, and whether it went out by mail. */
export function SentLink({ link, email, label }: { link: Schema<'SentLink'>; email: string; label: string }) {
  const when = exactTime(new Date(link.expiresAt), useSession().timeZone);
  return (
    <ShownOnce secret={link.url} label={label}>
      {link.mailed ? texts.linkMailed(email, when) : texts.linkNotMailed(email, when)}
    </ShownOnce>
  );
}
