import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schema } from '../../api/client';
import { faultOf } from '../../api/faults';
import { usePeople } from '../../people/people';
import type { Stretch } from '../../schedule-timeline/lanes';
import { spanIn } from '../../schedule-timeline/shift-words';
import { useSession } from '../../session/session';
import { panelTexts as texts } from '../../texts/schedules';
import { FaultLine } from '../../design/fault-line';
import { FloatingPanel } from './floating-panel';
import { StretchFields } from './stretch-fields';
import { useAskDeeds } from './swap-deeds';
import { holdersOf, useStretchRights, useTakers } from './takers';

const SHOWN = ['start', 'end', 'give.start', 'give.end', 'userId', 'withUserId', 'reason'];

interface StretchPanelProps {
  schedule: Schema<'Schedule'>;
  items: Schema<'Shifts'>['items'];
  stretch: Stretch;
  place: DOMRect;
  zone: string;
  onMake: (input: Schema<'OverrideInput'>) => Promise<void>;
  onClose: () => void;
}

/** Who takes a stretch of time: `Cy takes Thu 18:00 – Fri 09:00`, by an override or by asking, as one may. */
export function StretchPanel(props: StretchPanelProps) {
  const { schedule, items, place, zone, onClose } = props;
  const [stretch, setStretch] = useState(props.stretch);
  const [reason, setReason] = useState('');
  const people = usePeople();
  const { id: ownId } = useSession();
  const rights = useStretchRights(schedule);
  const takers = useTakers(schedule);
  const holders = holdersOf(items, stretch);
  const isMine = holders.isWhole && holders.ids.length === 1 && holders.ids[0] === ownId;
  const [chosen, setWho] = useState<string | null>(null);
  const who = chosen ?? firstTaker(takers, holders.ids, ownId, rights.mayPutAnybody || isMine);
  const ask = useAskDeeds(schedule.id);
  const work = useMutation({
    mutationFn: (deed: () => Promise<unknown>) => deed(),
    onSuccess: onClose,
  });
  const fault = work.error === null ? null : faultOf(work.error);
  const times = { start: stretch.start.toISOString(), end: stretch.end.toISOString() };
  const name = (who === null ? undefined : people.get(who)?.name) ?? texts.somebody;
  const isPossible = stretch.start < stretch.end && who !== null;
  const mayPut = who !== null && rights.mayPutIn(who);
  const mayAsk = isMine && rights.mayAsk;
  const run = (deed: () => Promise<unknown>) => {
    work.mutate(deed);
  };
  return (
    <FloatingPanel place={place} title={texts.takes(name, spanIn(stretch, zone))} onClose={onClose}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {holderText(holders, people)}
        </Text>
        <Select
          label={texts.who}
          data={takers.map(({ id, name: label }) => ({ value: id, label }))}
          value={who}
          onChange={setWho}
          searchable
          openOnFocus={false}
          allowDeselect={false}
          error={fault?.fields['userId'] ?? fault?.fields['withUserId']}
          comboboxProps={{ withinPortal: false }}
          data-autofocus
        />
        <StretchFields stretch={stretch} zone={zone} fault={fault} onChange={setStretch} />
        <TextInput
          label={texts.reason}
          value={reason}
          maxLength={500}
          error={fault?.fields['reason']}
          onChange={({ currentTarget }) => {
            setReason(currentTarget.value);
          }}
        />
        <FaultLine error={work.error} shown={SHOWN} />
        <RightsNote isMine={isMine} mayPut={mayPut} mayAsk={mayAsk} maySelf={rights.mayPutSelf} />
        <Group gap="xs">
          {mayPut ? (
            <Button
              disabled={!isPossible}
              loading={work.isPending}
              onClick={() => {
                run(() => props.onMake({ ...times, userId: who, replaces: null, reason: said(reason) }));
              }}
            >
              {texts.make}
            </Button>
          ) : null}
          {mayAsk && who !== null && who !== ownId ? (
            <Button
              variant={mayPut ? 'default' : 'filled'}
              disabled={!isPossible || work.isPending}
              onClick={() => {
                run(() => ask.cover(times, who, name, said(reason)));
              }}
            >
              {texts.ask(name)}
            </Button>
          ) : null}
          {mayAsk ? (
            <Button
              variant="default"
              disabled={!isPossible || work.isPending}
              onClick={() => {
                run(() => ask.offer(times, said(reason)));
              }}
            >
              {texts.offer}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </FloatingPanel>
  );
}

/** Why a button is not there. */
function RightsNote({
  isMine,
  mayPut,
  mayAsk,
  maySelf,
}: {
  isMine: boolean;
  mayPut: boolean;
  mayAsk: boolean;
  maySelf: boolean;
}) {
  if (mayPut) return null;
  const said = isMine && mayAsk ? texts.askSomebody : maySelf ? texts.onlySelf : texts.noRight;
  return <Text size="sm">{said}</Text>;
}

const said = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** Whoever may put in others gives it to the first who does not have it; others take it themselves. */
function firstTaker(
  takers: readonly Schema<'User'>[],
  holders: readonly string[],
  ownId: string,
  forOthers: boolean,
): string | null {
  if (!forOthers) return takers.some(({ id }) => id === ownId) ? ownId : (takers[0]?.id ?? null);
  return (takers.find(({ id }) => !holders.includes(id)) ?? takers[0])?.id ?? null;
}

function holderText({ ids, isWhole }: ReturnType<typeof holdersOf>, people: ReturnType<typeof usePeople>) {
  if (ids.length === 0) return texts.insteadOfNobody;
  const names = ids.map((id) => people.get(id)?.name ?? texts.somebody);
  const list = new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
  return texts.insteadOf(isWhole ? list : `${list} (${texts.partly})`);
}
