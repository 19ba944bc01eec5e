import { Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Face } from '../design/person';
import { useServerNow } from '../api/server-clock';
import { clockTime } from '../design/times';
import { texts } from '../texts/phones';
import { PhoneCall } from './phone-call';
import type { PhoneContent, PhoneOwner, ThreadItem } from './phone-owners';
import { PhoneReply } from './phone-reply';
import { ThreadEntry } from './thread-entry';
import classes from './phone.module.css';

/** One person's phone: who they are and what time it is there, what came in, what rings, and a line to answer. */
export function Phone({
  owner,
  content: { thread, call },
  isChosen = true,
}: {
  owner: PhoneOwner;
  content: PhoneContent;
  /** Where one phone is shown at a time: whether this is the one. */
  isChosen?: boolean;
}) {
  return (
    <article
      className={classes.phone}
      aria-label={texts.phoneOf(owner.name)}
      data-rings={call?.status === 'ringing' || undefined}
      data-chosen={isChosen || undefined}
    >
      <Owner owner={owner} />
      {call === null ? <Thread owner={owner} thread={thread} /> : <PhoneCall call={call} owner={owner} />}
      {owner.number === null || call !== null ? null : <PhoneReply owner={owner} from={owner.number} />}
    </article>
  );
}

function Owner({ owner }: { owner: PhoneOwner }) {
  const now = useServerNow();
  const place = owner.timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? owner.timeZone;
  return (
    <header className={classes.owner}>
      <Face person={{ id: owner.userId, name: owner.name }} size={36} />
      <div className={classes.about}>
        <Title order={2} size="h3" lineClamp={1}>
          {owner.name}
        </Title>
        <Text size="xs" c="dimmed" title={owner.timeZone}>
          {place} {clockTime(now, now, owner.timeZone)}
        </Text>
        {owner.addresses.map(({ id, address, verified, on }) => (
          <Text key={id} size="xs" c="dimmed" truncate title={address}>
            {address}
            {verified ? '' : ` · ${texts.notVerified}`}
            {on ? '' : ` · ${texts.off}`}
          </Text>
        ))}
      </div>
    </header>
  );
}

/** The newest is below and in sight, unless somebody reads further up. */
function Thread({ owner, thread }: { owner: PhoneOwner; thread: readonly ThreadItem[] }) {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    if (isAtEnd.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [thread.length]);
  return (
    <div
      ref={box}
      className={classes.thread}
      role="log"
      aria-label={texts.messagesOf(owner.name)}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 60;
      }}
    >
      {thread.length === 0 ? (
        <Stack gap={4} align="center" my="auto">
          <Text size="sm" fw={550}>
            {texts.quiet}
          </Text>
          <Text size="sm" c="dimmed">
            {texts.quietDetail}
          </Text>
        </Stack>
      ) : (
        thread.map((item) => (
          <ThreadEntry key={item.kind === 'call' ? item.call.id : item.message.id} item={item} />
        ))
      )}
    </div>
  );
}
