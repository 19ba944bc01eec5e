import { Button, Stack, UnstyledButton } from '@mantine/core';
import { IconPhoneCall } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { $api, type Schema } from '../../api/client';
import { serverNow } from '../../api/server-clock';
import { Face } from '../../design/person';
import { usePeople } from '../../people/people';
import { isOfInterest, type GuideSituation } from '../../phones/guide-steps';
import { Phone } from '../../phones/phone';
import {
  contentOf,
  isIncoming,
  ownersOf,
  type PhoneContent,
  type PhoneOwner,
} from '../../phones/phone-owners';
import type { useSimulator } from '../../phones/simulator';
import { useSession } from '../../session/session';
import { texts } from '../../texts/phones';
import { PhoneGuide } from './phone-guide';
import classes from './phones.module.css';

/** More phones than this are shown when they have something, or when asked for. */
const SHOWN_AT_FIRST = 8;

interface PhoneOnScreen {
  readonly owner: PhoneOwner;
  readonly content: PhoneContent;
}

/** The guide, and the phones: side by side on a desk, one at a time with a switch on a phone. */
export function Phones({ simulator }: { simulator: ReturnType<typeof useSimulator> }) {
  const all = usePhonesOnScreen(simulator);
  const [isAll, setAll] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = all.filter(
    ({ content }, place) =>
      isAll || place < SHOWN_AT_FIRST || content.call !== null || content.thread.length > 0,
  );
  const current = shown.find(({ owner }) => owner.userId === chosen) ?? newestOf(shown) ?? shown[0];
  const currentId = current?.owner.userId ?? null;
  useRingingTitle(all.some(({ content }) => content.call?.status === 'ringing'));
  return (
    <Stack gap="lg">
      <PhoneGuide situation={useGuideSituation(all)} />
      <PhoneSwitch phones={shown} currentId={currentId} choose={setChosen} />
      <div className={classes.phones}>
        {shown.map(({ owner, content }) => (
          <Phone key={owner.userId} owner={owner} content={content} isChosen={owner.userId === currentId} />
        ))}
      </div>
      {shown.length === all.length ? null : (
        <Button variant="default" className={classes.more} onClick={() => setAll(true)}>
          {texts.more(all.length - shown.length)}
        </Button>
      )}
    </Stack>
  );
}

/** Mine first, the others by name: a phone keeps its place while messages come in. */
function usePhonesOnScreen({
  phones,
  messages,
  calls,
}: ReturnType<typeof useSimulator>): readonly PhoneOnScreen[] {
  const me = useSession().id;
  const people = usePeople();
  return useMemo(() => {
    const byName = (one: PhoneOwner, other: PhoneOwner) =>
      Number(other.userId === me) - Number(one.userId === me) || one.name.localeCompare(other.name, 'en');
    return [...ownersOf(phones)].sort(byName).map((owner) => ({
      owner,
      content: contentOf(owner, { messages, calls }, people.get(owner.userId)?.email),
    }));
  }, [phones, messages, calls, people, me]);
}

const newestOf = (phones: readonly PhoneOnScreen[]): PhoneOnScreen | undefined => {
  const last = ({ content: { thread, call } }: PhoneOnScreen) => call?.createdAt ?? thread.at(-1)?.at ?? '';
  const [newest] = [...phones].sort((one, other) => last(other).localeCompare(last(one)));
  return newest === undefined || last(newest) === '' ? undefined : newest;
};

/** Which phone is shown where there is room for one; the others say that something came in. */
function PhoneSwitch({
  phones,
  currentId,
  choose,
}: {
  phones: readonly PhoneOnScreen[];
  currentId: string | null;
  choose: (userId: string) => void;
}) {
  const [seen, setSeen] = useState<Readonly<Record<string, number>>>(() => counts(phones));
  const now = counts(phones);
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Only sideways: the page stays where it is while a message changes which phone is shown.
    const chip = row.current?.querySelector('[aria-pressed="true"]');
    if (row.current === null || chip === null || chip === undefined) return;
    const [outer, inner] = [row.current.getBoundingClientRect(), chip.getBoundingClientRect()];
    row.current.scrollBy({ left: inner.left - outer.left - (outer.width - inner.width) / 2 });
  }, [currentId]);
  return (
    <div ref={row} className={classes.switch} role="group" aria-label={texts.whose}>
      {phones.map(({ owner: { userId, name }, content: { call } }) => {
        const isCurrent = userId === currentId;
        const unseen = isCurrent ? 0 : (now[userId] ?? 0) - (seen[userId] ?? 0);
        return (
          <UnstyledButton
            key={userId}
            className={classes.chip}
            aria-pressed={isCurrent}
            onClick={() => {
              setSeen({ ...seen, [userId]: now[userId] ?? 0, [currentId ?? '']: now[currentId ?? ''] ?? 0 });
              choose(userId);
            }}
          >
            <Face person={{ id: userId, name }} size={28} />
            <span>{name}</span>
            {call?.status === 'ringing' ? (
              <span className={classes.news}>
                <IconPhoneCall size={14} aria-hidden /> {texts.ringing}
              </span>
            ) : unseen > 0 ? (
              <span className={classes.news}>{texts.unseen(unseen)}</span>
            ) : null}
          </UnstyledButton>
        );
      })}
    </div>
  );
}

const counts = (phones: readonly PhoneOnScreen[]): Record<string, number> =>
  Object.fromEntries(
    phones.map(({ owner, content }) => [owner.userId, content.thread.filter(isIncoming).length]),
  );

/** Follows the newest incident and the phones on which it shows. */
function useGuideSituation(phones: readonly PhoneOnScreen[]): GuideSituation {
  const newest = $api.useQuery('get', '/api/v1/incidents', { params: { query: { limit: 1 } } });
  const [incident] = newest.data?.items ?? [];
  if (incident === undefined || !isOfInterest(incident, serverNow()))
    return { incident: null, reached: [], called: null, hasRung: false };
  const since = Date.parse(incident.createdAt);
  const isSince = (at: string) => Date.parse(at) >= since;
  // Phones get notices, too; one message may tell of many incidents.
  const tellsOfIt = ({ body }: Schema<'SimulatedMessage'>) =>
    new RegExp(`#${String(incident.number)}\\b`).test(body);
  const reached = phones.filter(
    ({ content: { thread, call } }) =>
      call !== null ||
      thread.some(
        (item) => isIncoming(item) && isSince(item.at) && (item.kind === 'call' || tellsOfIt(item.message)),
      ),
  );
  const called = phones.find(({ content: { call } }) => call !== null && isSince(call.createdAt));
  const hasRung = phones.some(({ content: { thread } }) =>
    thread.some(({ kind, at }) => kind === 'call' && isSince(at)),
  );
  return {
    incident,
    reached: reached.map(({ owner }) => owner.name),
    called: called?.owner.name ?? null,
    hasRung,
  };
}

/** Says in the browser's tab that a phone rings. */
function useRingingTitle(rings: boolean): void {
  useEffect(() => {
    if (!rings) return;
    const before = document.title;
    document.title = texts.tabRinging(before);
    return () => {
      document.title = before;
    };
  }, [rings]);
}
