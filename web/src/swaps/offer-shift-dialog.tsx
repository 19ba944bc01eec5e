import { Checkbox, Group, Modal, Radio, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { $api } from '../api/client';
import { faultOf } from '../api/faults';
import { refresh } from '../api/live-changes';
import { serverNow } from '../api/server-clock';
import { DialogForm } from '../design/dialog-form';
import { spanText } from '../design/span';
import { fromWallTime, toWallTime } from '../design/wall-clock';
import { usePeople } from '../people/people';
import { useSession } from '../session/session';
import { texts } from '../texts/swaps';
import classes from './offer-shift-dialog.module.css';
import { givable, requestOf, type Stretch, type SwapDraft, type SwapWay } from './swap-draft';
import { useAskable, useTakeable } from './swap-partners';

const SHOWN_FAULTS = ['withUserId', 'take', 'give', 'give.start', 'give.end', 'message'];

/** A shift of mine that is to be given away. */
export interface OfferedShift extends Stretch {
  readonly scheduleId: string;
  readonly scheduleName: string;
}

/**
 * The dialog that asks the team or one person to take a shift of mine, or to swap. Open while `shift` is not null.
 * @param initialWay which of the three ways is chosen at first
 */
export function OfferShiftDialog({
  shift,
  onClose,
  initialWay = 'open',
}: {
  shift: OfferedShift | null;
  onClose: () => void;
  initialWay?: SwapWay;
}) {
  const isPhone = useMediaQuery('(max-width: 47.99em)');
  return (
    <Modal opened={shift !== null} onClose={onClose} title={texts.title} size="lg" fullScreen={isPhone}>
      {shift === null ? null : <OfferForm shift={shift} onClose={onClose} initialWay={initialWay} />}
    </Modal>
  );
}

interface OfferFormProps {
  shift: OfferedShift;
  onClose: () => void;
  initialWay: SwapWay;
}

function OfferForm({ shift, onClose, initialWay }: OfferFormProps) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState<SwapDraft>(() => ({
    way: initialWay,
    give: givable(shift, serverNow()),
    withUserId: null,
    take: null,
    message: '',
  }));
  const ask = $api.useMutation('post', '/api/v1/schedules/{id}/swaps', {
    onSuccess: async () => {
      await refresh(queries, ['/api/v1/swaps', '/api/v1/schedules']);
      notifications.show({ message: texts.asked });
      onClose();
    },
  });
  const request = requestOf(draft);
  const change = (part: Partial<SwapDraft>) => {
    ask.reset();
    setDraft({ ...draft, ...part });
  };
  const send = () => {
    if (request !== null) ask.mutate({ params: { path: { id: shift.scheduleId } }, body: request });
  };
  const faults = ask.error === null ? {} : faultOf(ask.error).fields;
  return (
    <DialogForm
      send={send}
      cancel={onClose}
      label={<AskLabel draft={draft} />}
      isSending={ask.isPending}
      isWhole={request !== null}
      error={ask.error}
      shown={SHOWN_FAULTS}
    >
      <Given shift={shift} draft={draft} change={change} faults={faults} />
      <Way way={draft.way} choose={(way) => change({ way })} />
      <Partner shift={shift} draft={draft} change={change} faults={faults} />
      <Textarea
        label={texts.message}
        placeholder={texts.messageHint}
        maxLength={500}
        autosize
        minRows={2}
        value={draft.message}
        onChange={(event) => change({ message: event.currentTarget.value })}
        error={faults['message']}
      />
      <Consequence draft={draft} />
    </DialogForm>
  );
}

interface PartProps {
  shift: OfferedShift;
  draft: SwapDraft;
  change: (part: Partial<SwapDraft>) => void;
  faults: Readonly<Record<string, string>>;
}

function Given({ shift, draft, change, faults }: PartProps) {
  const zone = useSession().timeZone;
  const [isPart, setPart] = useState(false);
  const whole = givable(shift, serverNow());
  const wall = (at: Date | null) => (at === null ? '' : toWallTime(at, zone));
  const fault = faults['give'] ?? faults['give.start'] ?? faults['give.end'];
  return (
    <Stack gap="xs">
      <div className={classes['given']}>
        <Text fw={600}>{shift.scheduleName}</Text>
        <Text>{spanText(whole.start, whole.end, serverNow(), zone)}</Text>
      </div>
      <Checkbox
        className={classes['check'] ?? ''}
        label={texts.part}
        checked={isPart}
        onChange={(event) => {
          setPart(event.currentTarget.checked);
          change({ give: whole });
        }}
      />
      {isPart ? (
        <Group grow align="flex-start">
          <TextInput
            type="datetime-local"
            label={texts.from}
            defaultValue={wall(whole.start)}
            min={wall(whole.start)}
            max={wall(whole.end)}
            required
            onChange={(event) =>
              change({ give: { ...draft.give, start: fromWallTime(event.currentTarget.value, zone) } })
            }
          />
          <TextInput
            type="datetime-local"
            label={texts.to}
            defaultValue={wall(whole.end)}
            min={wall(whole.start)}
            max={wall(whole.end)}
            required
            onChange={(event) =>
              change({ give: { ...draft.give, end: fromWallTime(event.currentTarget.value, zone) } })
            }
          />
        </Group>
      ) : null}
      {isPart ? (
        <Text size="sm" c="dimmed">
          {texts.inZone(zone)}
        </Text>
      ) : null}
      {fault === undefined ? null : (
        <Text size="sm" c="var(--rouse-fault)" role="alert">
          {fault}
        </Text>
      )}
    </Stack>
  );
}

const WAYS: readonly { readonly way: SwapWay; readonly label: string; readonly detail: string }[] = [
  { way: 'open', label: texts.team, detail: texts.teamDetail },
  { way: 'cover', label: texts.cover, detail: texts.coverDetail },
  { way: 'swap', label: texts.swap, detail: texts.swapDetail },
];

function Way({ way, choose }: { way: SwapWay; choose: (way: SwapWay) => void }) {
  return (
    <Radio.Group
      label={texts.how}
      value={way}
      onChange={(chosen) => {
        const known = WAYS.find((one) => one.way === chosen);
        if (known !== undefined) choose(known.way);
      }}
    >
      <div className={classes['ways']}>
        {WAYS.map((one) => (
          <Radio
            key={one.way}
            value={one.way}
            label={one.label}
            description={one.detail}
            className={classes['way'] ?? ''}
            data-chosen={one.way === way || undefined}
          />
        ))}
      </div>
    </Radio.Group>
  );
}

function Partner({ shift, draft, change, faults }: PartProps) {
  if (draft.way === 'cover')
    return <PersonChoice shift={shift} draft={draft} change={change} faults={faults} />;
  if (draft.way === 'swap')
    return <ShiftChoice shift={shift} draft={draft} change={change} faults={faults} />;
  return null;
}

function PersonChoice({ shift, draft, change, faults }: PartProps) {
  const people = useAskable(shift.scheduleId);
  if (people?.length === 0) return <Text size="sm">{texts.noOthers}</Text>;
  return (
    <Select
      label={texts.person}
      placeholder={texts.personHint}
      searchable
      data={(people ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={draft.withUserId}
      onChange={(withUserId) => change({ withUserId })}
      error={faults['withUserId']}
    />
  );
}

function ShiftChoice({ shift, draft, change, faults }: PartProps) {
  const people = usePeople();
  const zone = useSession().timeZone;
  const shifts = useTakeable(shift);
  if (shifts?.length === 0) return <Text size="sm">{texts.noTheirs}</Text>;
  const now = serverNow();
  return (
    <Select
      label={texts.theirs}
      placeholder={texts.theirsHint}
      searchable
      data={(shifts ?? []).map(({ userId, start, end }) => ({
        value: start,
        label: `${people.get(userId)?.name ?? ''} · ${spanText(new Date(start), new Date(end), now, zone)}`,
      }))}
      value={draft.take?.start ?? null}
      onChange={(chosen) => change({ take: shifts?.find(({ start }) => start === chosen) ?? null })}
      error={faults['take'] ?? faults['withUserId']}
    />
  );
}

function Consequence({ draft }: { draft: SwapDraft }) {
  const people = usePeople();
  const zone = useSession().timeZone;
  const now = serverNow();
  const { give, take, way } = draft;
  if (give.start === null || give.end === null) return null;
  const what = spanText(give.start, give.end, now, zone);
  const name = (id: string) => people.get(id)?.name ?? '';
  const sentence =
    way === 'open'
      ? texts.willTeam(what)
      : way === 'cover'
        ? draft.withUserId !== null && texts.willCover(name(draft.withUserId), what)
        : take !== null &&
          texts.willSwap(
            name(take.userId),
            what,
            spanText(new Date(take.start), new Date(take.end), now, zone),
          );
  return (
    <Text size="sm" c="dimmed" aria-live="polite">
      {sentence === false ? texts.choose : `${sentence} ${texts.staysYours}`}
    </Text>
  );
}

function AskLabel({ draft }: { draft: SwapDraft }) {
  const people = usePeople();
  const id = draft.way === 'cover' ? draft.withUserId : draft.way === 'swap' ? draft.take?.userId : null;
  const name = id === null || id === undefined ? undefined : people.get(id)?.name;
  if (draft.way === 'open') return texts.team;
  return name === undefined ? texts.ask : texts.askPerson(name);
}
