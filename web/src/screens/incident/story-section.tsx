import { Button } from '@mantine/core';
import {
  IconBell,
  IconCheck,
  IconEye,
  IconHistory,
  IconRobot,
  IconSend,
  type Icon,
} from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import { Face, usePerson } from '../../design/person';
import { Time } from '../../design/time';
import { exactTime, secondsTime } from '../../design/times';
import { Names } from '../../incident/names';
import { useSession } from '../../session/session';
import { channelName } from '../../texts/incident-deliveries';
import { texts } from '../../texts/incident-screen';
import classes from './story.module.css';
import type { Delivery, Part, Sentence } from './story';

const SHOWN = 40;

const SIGNS: Readonly<Record<Sentence['tone'], Icon>> = {
  triggered: IconBell,
  acknowledged: IconEye,
  resolved: IconCheck,
  planned: IconSend,
  past: IconHistory,
};

/** The story of an incident, the newest sentence first; what machines say is folded behind each. */
export function StorySection({ sentences }: { sentences: readonly Sentence[] }) {
  const [isWhole, setWhole] = useState(false);
  const newestFirst = sentences.toReversed();
  const shown = isWhole ? newestFirst : newestFirst.slice(0, SHOWN);
  return (
    <section aria-labelledby="story">
      <h2 id="story" className={classes.heading}>
        {texts.story} <span>{texts.newestFirst}</span>
      </h2>
      <ol className={classes.story}>
        {shown.map((sentence) => (
          <OneSentence
            key={`${sentence.entries[0]?.at ?? ''} ${sentence.entries[0]?.kind ?? ''} ${String(sentences.indexOf(sentence))}`}
            sentence={sentence}
          />
        ))}
      </ol>
      {shown.length < sentences.length ? (
        <Button
          variant="default"
          onClick={() => {
            setWhole(true);
          }}
        >
          {texts.showAll(sentences.length - shown.length)}
        </Button>
      ) : null}
    </section>
  );
}

function OneSentence({ sentence }: { sentence: Sentence }) {
  const { at, tone, actor, parts, said, deliveries, entries } = sentence;
  const Sign = actor === null && tone === 'past' ? IconRobot : SIGNS[tone];
  return (
    <li className={classes.sentence} data-tone={tone}>
      <span className={classes.sign}>
        {actor === null ? <Sign size={16} aria-hidden /> : <FaceOf id={actor} />}
      </span>
      <div className={classes.words}>
        <p>
          <Parts parts={parts} />{' '}
          <span className={classes.when}>
            <Time at={at} />
          </span>
        </p>
        {said === null ? null : <blockquote className={classes.said}>{said}</blockquote>}
        {deliveries.length === 0 ? null : (
          <ul className={classes.deliveries}>
            {deliveries.map((delivery) => (
              <OneDelivery key={delivery.pageId} delivery={delivery} />
            ))}
          </ul>
        )}
        <details className={classes.machine}>
          <summary>{texts.details}</summary>
          <pre tabIndex={0} aria-label={texts.detailsOf(entries[0]?.kind ?? '')}>
            {entries.map((entry) => JSON.stringify(entry, null, 1)).join('\n')}
          </pre>
        </details>
      </div>
    </li>
  );
}

function FaceOf({ id }: { id: string }) {
  return <Face person={usePerson(id)} size={28} />;
}

function Parts({ parts }: { parts: readonly Part[] }) {
  return parts.map((part, place) => (
    <Fragment key={place}>
      {place === 0 || (typeof part === 'string' && /^[:.,]/.test(part)) ? '' : ' '}
      {typeof part === 'string' ? (
        part
      ) : 'time' in part ? (
        <Time at={part.time} />
      ) : (
        <strong>
          <Names ids={part.people} asSubject={place === 0} />
        </strong>
      )}
    </Fragment>
  ));
}

/** `SMS to Ana: sent 03:07:02, delivered 03:07:05, no answer`. */
function OneDelivery({ delivery: { type, userId, moments } }: { delivery: Delivery }) {
  const { timeZone } = useSession();
  return (
    <li>
      {channelName(type)} {texts.to} <Names ids={[userId]} />:{' '}
      {moments.map(({ what, at }, place) => (
        <Fragment key={place}>
          {place === 0 ? '' : ', '}
          {what}
          {at === null ? null : (
            <>
              {' '}
              <time dateTime={at} title={exactTime(new Date(at), timeZone)}>
                {secondsTime(new Date(at), timeZone)}
              </time>
            </>
          )}
        </Fragment>
      ))}
    </li>
  );
}
