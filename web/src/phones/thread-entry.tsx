import { IconMail, IconPhone, IconPhoneOff } from '@tabler/icons-react';
import type { Schema } from '../api/client';
import { useServerNow } from '../api/server-clock';
import { Time } from '../design/time';
import { clockTime } from '../design/times';
import { useSession } from '../session/session';
import { callOutcome, texts } from '../texts/phones';
import type { ThreadItem } from './phone-owners';
import classes from './phone.module.css';
import { piecesOf } from './words-of-call';

/** A line of the thread: a bubble, a folded mail, or what became of a call. */
export function ThreadEntry({ item }: { item: ThreadItem }) {
  if (item.kind === 'call') return <EndedCall call={item.call} />;
  return item.message.type === 'email' ? <Mail mail={item.message} /> : <Bubble message={item.message} />;
}

function Bubble({ message: { body, direction, createdAt } }: { message: Schema<'SimulatedMessage'> }) {
  return (
    <div className={classes.entry} data-mine={direction === 'from-phone' || undefined}>
      <div className={classes.bubble}>
        <Linked text={body} />
      </div>
      <div className={classes.when}>
        <Time at={createdAt} />
      </div>
    </div>
  );
}

/** What was sent goes in as text; only addresses in it become links, and lead away from here in a tab of their own. */
function Linked({ text }: { text: string }) {
  return piecesOf(text).map(({ text: piece, isLink }, place) =>
    isLink ? (
      <a key={place} href={piece} target="_blank" rel="noopener noreferrer">
        {piece}
      </a>
    ) : (
      piece
    ),
  );
}

function Mail({ mail: { body, createdAt } }: { mail: Schema<'SimulatedMessage'> }) {
  const [subject = '', ...rest] = body.split('\n');
  return (
    <details className={classes.mail}>
      <summary>
        <IconMail size={16} aria-hidden />
        <span className={classes.subject}>{subject.trim() === '' ? texts.noSubject : subject}</span>
        <span className={classes.when}>
          {texts.mail} · <Time at={createdAt} />
        </span>
      </summary>
      <div className={classes.letter}>
        <Linked text={rest.join('\n').trim()} />
      </div>
    </details>
  );
}

function EndedCall({ call }: { call: Schema<'SimulatedCall'> }) {
  const now = useServerNow();
  const zone = useSession().timeZone;
  const Sign = call.status === 'no-answer' ? IconPhoneOff : IconPhone;
  const last = call.spoken.at(-1);
  return (
    <div className={classes.ended}>
      <p>
        <Sign size={14} aria-hidden />
        <span>{texts.call(clockTime(new Date(call.createdAt), now, zone), callOutcome(call))}</span>
      </p>
      {last === undefined ? null : <p>{last}</p>}
    </div>
  );
}
