import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { v4 as newId } from 'uuid';
import { $api, type Schema } from '../api/client';
import { faultOf, type Fault } from '../api/faults';
import { refresh } from '../api/live-changes';
import { useSession } from '../session/session';
import { texts } from '../texts/incident';
import { send, type Deed } from './deed';
import {
  carryOut,
  isLastInHand,
  letGo,
  sleep,
  takeBack,
  useDeedsInHand,
  type DeedInHand,
} from './deeds-in-hand';
import { shownAfter } from './shown-incident';

type Incident = Schema<'Incident'>;

/** So long one can take back what pages others or ends the incident. */
const HOLD_MS = 5_000;
/** What was done is not said to be on its way for longer than this, however slowly the lists come. */
const MOST_REFRESH_MS = 1_000;
const HELD: ReadonlySet<Deed['kind']> = new Set(['resolve', 'escalate', 'snooze']);

/** What says nothing new when it is pressed again before it is settled. */
const ONCE: ReadonlySet<Deed['kind']> = new Set(['acknowledge', 'resolve', 'escalate', 'give-back', 'merge']);

/** What a person can do about an incident, and how it looks meanwhile. */
export interface IncidentDeeds {
  /** The incident as it will be when the server has agreed to what was pressed: what a screen shows. */
  readonly shown: Incident;
  /** What was pressed and is not settled: what the server could not be asked so far, else the last; null: nothing. */
  readonly inHand: DeedInHand | null;
  /**
   * Does it: shown at once, sent until the server has answered, with the way back in a notice.
   * @param isToldHere whether whoever asks is there still to show a fault beside its fields; otherwise a notice tells of it
   * @returns what the server said against it; null: it was done, or taken back
   */
  readonly act: (deed: Deed, isToldHere?: () => boolean) => Promise<Fault | null>;
}

/** For every place that shows an incident with buttons. The permission is `incident.respond`. */
export function useIncidentDeeds(incident: Incident): IncidentDeeds {
  const queries = useQueryClient();
  const { id: me } = useSession();
  const inHand = useDeedsInHand().filter(({ incidentId }) => incidentId === incident.id);
  const shown = inHand.reduce((before, { deed, since }) => shownAfter(before, deed, me, since), incident);
  return {
    shown,
    inHand: inHand.find(({ phase }) => phase === 'retrying') ?? inHand.at(-1) ?? null,
    act: (deed, isToldHere) => performDeed(queries, incident, deed, isToldHere),
  };
}

/** The same outside of a place that shows the incident. @returns what the server said against it; null: nothing */
export async function performDeed(
  queries: QueryClient,
  incident: Incident,
  deed: Deed,
  isToldHere = () => false,
): Promise<Fault | null> {
  if (ONCE.has(deed.kind) && isLastInHand(incident.id, deed.kind)) return null;
  const key = newId();
  // What stops paging is never held back; what only goes on being silent, or pages somebody, is.
  const holdMs = HELD.has(deed.kind) ? HOLD_MS : 0;
  if (holdMs > 0) tellHeld(key, incident, deed);
  const end = await carryOut({ key, incidentId: incident.id, deed }, holdMs, () => {
    // Sent before its time, because something else was pressed: there is no way back any more.
    if (holdMs > 0) notifications.hide(key);
    return send(incident, deed, key);
  });
  if (end.kind === 'done' && end.answer !== null) keep(queries, end.answer);
  const isFresh = refresh(queries, ['/api/v1/incidents']);
  if (end.kind === 'done') {
    tellDone(queries, key, incident, deed);
    // Until the lists have been asked again, they would show what was before.
    await Promise.race([isFresh, sleep(MOST_REFRESH_MS)]);
  }
  letGo(key);
  if (end.kind !== 'refused') return null;
  const fault = faultOf(end.error);
  if (!isToldHere()) tellRefused(fault);
  return fault;
}

function keep(queries: QueryClient, incident: Incident): void {
  const { queryKey } = $api.queryOptions('get', '/api/v1/incidents/{id}', {
    params: { path: { id: incident.id } },
  });
  queries.setQueryData(queryKey, incident);
}

/** The last notice with a way back, of each incident: a new one takes its place. */
const lastTold = new Map<string, string>();

function tellWithWayBack(key: string, incidentId: string, notice: Parameters<typeof notifications.show>[0]) {
  const last = lastTold.get(incidentId);
  if (last !== undefined) notifications.hide(last);
  lastTold.set(incidentId, key);
  notifications.show({ ...notice, id: key });
}

function tellHeld(key: string, incident: Incident, deed: Deed): void {
  tellWithWayBack(key, incident.id, {
    autoClose: HOLD_MS,
    withCloseButton: false,
    message: (
      <WithWayBack
        text={texts.held(deed, incident)}
        label={texts.undo}
        back={() => {
          takeBack(key);
          notifications.hide(key);
        }}
      />
    ),
  });
}

function tellDone(queries: QueryClient, key: string, incident: Incident, deed: Deed): void {
  if (HELD.has(deed.kind)) return;
  const text = texts.done(deed, incident);
  if (deed.kind !== 'acknowledge') {
    notifications.show({ message: text });
    return;
  }
  tellWithWayBack(key, incident.id, {
    autoClose: 8_000,
    message: (
      <WithWayBack
        text={text}
        label={texts.giveBack}
        back={() => {
          notifications.hide(key);
          void performDeed(queries, incident, { kind: 'give-back' });
        }}
      />
    ),
  });
}

function tellRefused({ status, title, detail }: Fault): void {
  notifications.show({
    title: status === 409 ? texts.tooLate : status === 0 ? title : texts.refused,
    message: detail,
    autoClose: 10_000,
  });
}

function WithWayBack({ text, label, back }: { text: string; label: string; back: () => void }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <Text size="sm">{text}</Text>
      <Button variant="default" size="sm" onClick={back} flex="none">
        {label}
      </Button>
    </Group>
  );
}
