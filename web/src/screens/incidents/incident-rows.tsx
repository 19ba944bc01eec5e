import { Kbd, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Schema } from '../../api/client';
import { Person } from '../../design/person';
import { StateBadge } from '../../design/state-badge';
import { Time } from '../../design/time';
import { isScreenInFront } from '../../incident/keys';
import { NextStep } from '../../incident/next-paged';
import { texts as incidentTexts } from '../../texts/incident';
import { texts } from '../../texts/incidents';
import classes from './incidents.module.css';

const ROW_HEIGHT = 80;
/** So many rows before the end, more are asked for. */
const AHEAD = 20;

/** The rows: only those in sight are in the document, however many there are. `j` and `k` move, Enter opens. */
export function IncidentRows({
  incidents,
  isLoadingMore,
  more,
}: {
  incidents: readonly Schema<'Incident'>[];
  isLoadingMore: boolean;
  more: () => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    setTop(list.current?.offsetTop ?? 0);
  }, []);
  const virtual = useWindowVirtualizer({
    count: incidents.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    scrollMargin: top,
    getItemKey: (place) => incidents[place]?.id ?? place,
  });
  const rows = virtual.getVirtualItems();
  const lastShown = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= incidents.length - AHEAD) more();
  }, [lastShown, incidents.length, more]);
  const move = useMoving(list, incidents.length, (place) => {
    virtual.scrollToIndex(place);
  });
  useHotkeys([
    [
      'j',
      () => {
        move(1);
      },
    ],
    [
      'k',
      () => {
        move(-1);
      },
    ],
  ]);
  return (
    <>
      <ul
        ref={list}
        className={classes.rows}
        aria-label={texts.list}
        style={{ height: virtual.getTotalSize() }}
      >
        {rows.map(({ index, key, start }) => {
          const incident = incidents[index];
          return incident === undefined ? null : (
            <li
              key={key}
              className={classes.place}
              style={{ height: ROW_HEIGHT, transform: `translateY(${String(start - top)}px)` }}
              aria-setsize={incidents.length}
              aria-posinset={index + 1}
            >
              <Row incident={incident} place={index} />
            </li>
          );
        })}
      </ul>
      <Text size="sm" c="dimmed" role="status">
        {isLoadingMore ? texts.loadingMore : ''}
      </Text>
      <Text size="sm" c="dimmed" visibleFrom="sm">
        <Kbd>j</Kbd> <Kbd>k</Kbd> {texts.toMove} <Kbd>Enter</Kbd> {texts.toOpen}
      </Text>
    </>
  );
}

/** Moves the focus by rows; a row that is not in the document yet is scrolled to first. */
function useMoving(
  list: React.RefObject<HTMLUListElement | null>,
  count: number,
  scrollTo: (place: number) => void,
): (by: number) => void {
  const wanted = useRef<number | null>(null);
  const focus = (): void => {
    const place = wanted.current;
    if (place === null) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-place="${String(place)}"]`);
    if (row === null || row === undefined) return;
    row.focus();
    wanted.current = null;
  };
  useEffect(focus);
  return (by) => {
    if (!isScreenInFront()) return;
    const at =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset['place'] : undefined;
    const next = at === undefined ? 0 : Number(at) + by;
    wanted.current = Math.min(count - 1, Math.max(0, next));
    scrollTo(wanted.current);
    focus();
  };
}

function Row({ incident, place }: { incident: Schema<'Incident'>; place: number }) {
  const { id, number, title, status, serviceName, createdAt, acknowledgedBy, urgency, priority } = incident;
  return (
    <Link
      to="/incidents/$incidentId"
      params={{ incidentId: id }}
      className={classes.row}
      data-status={status}
      data-place={place}
    >
      <StateBadge state={status} label={incidentTexts.status(status)} />
      <span className={classes.what}>
        <span className={classes.title}>{title}</span>
        <span className={classes.facts}>
          <span>
            #{number} · {serviceName}
            {priority === null ? '' : ` · ${priority}`}
            {urgency === 'low' ? ` · ${texts.notUrgentRow}` : ''}
            <span className={classes.sinceHere}>
              {' '}
              · <Time at={createdAt} relative />
            </span>
          </span>
        </span>
      </span>
      <span className={classes.who}>
        {status === 'triggered' ? <NextStep incident={incident} /> : null}
        {status !== 'triggered' && acknowledgedBy !== null ? <Person id={acknowledgedBy} size={20} /> : null}
      </span>
      <span className={classes.since}>
        <Time at={createdAt} relative />
      </span>
    </Link>
  );
}
