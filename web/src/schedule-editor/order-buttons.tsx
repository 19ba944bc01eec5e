import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { texts } from '../texts/schedule-editor';
import classes from './order-buttons.module.css';

/** Looks disabled and says so, but keeps the focus of whoever moved something there. */
const OFF = { 'aria-disabled': true, className: classes.off ?? '' } as const;

/** Up and down, for what one can drag as well. */
export function OrderButtons({
  what,
  place,
  count,
  move,
}: {
  what: string;
  place: number;
  count: number;
  move: (from: number, to: number) => void;
}) {
  if (count < 2) return null;
  return (
    <>
      <ActionIcon
        aria-label={texts.moveUp(what)}
        {...(place === 0 ? OFF : {})}
        onClick={() => (place > 0 ? move(place, place - 1) : undefined)}
      >
        <IconArrowUp size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon
        aria-label={texts.moveDown(what)}
        {...(place === count - 1 ? OFF : {})}
        onClick={() => (place < count - 1 ? move(place, place + 1) : undefined)}
      >
        <IconArrowDown size={18} aria-hidden />
      </ActionIcon>
    </>
  );
}
