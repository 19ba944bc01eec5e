import type { Schema } from '../../../api/client';
import { texts } from '../../../texts/my-swaps';

type Swap = Schema<'Swap'>;
type Stretch = Swap['give'];

/** One line of what changes: who takes or gives, and which stretch. */
export interface Change {
  readonly label: string;
  readonly stretch: Stretch;
}

/** What a request is, in one sentence, for whoever reads it. */
export function titleOf(swap: Swap, ownId: string, nameOf: (id: string) => string): string {
  const isMine = swap.fromUserId === ownId;
  const other = swap.withUserId === null ? '' : nameOf(swap.withUserId);
  const from = nameOf(swap.fromUserId);
  switch (swap.kind) {
    case 'open':
      return isMine ? texts.youAskedTeam : texts.asksTeam(from);
    case 'cover':
      return isMine ? texts.youAsked(other) : texts.asksYou(from);
    case 'swap':
      return isMine ? texts.youAskedSwap(other) : texts.asksSwap(from);
  }
}

/** What changes hands, for whoever reads it. */
export function changesOf(swap: Swap, ownId: string, nameOf: (id: string) => string): Change[] {
  const isMine = swap.fromUserId === ownId;
  const taker = swap.acceptedBy ?? swap.withUserId;
  const give = isMine
    ? taker === null
      ? texts.teamGets
      : texts.gets(nameOf(taker))
    : taker === null || taker === ownId
      ? texts.youGet
      : texts.gets(nameOf(taker));
  const changes = [{ label: give, stretch: swap.give }];
  if (swap.take === null) return changes;
  const take = isMine ? texts.youGet : texts.youGive;
  return [...changes, { label: take, stretch: swap.take }];
}

/** Requests by what they want of me: an answer, nothing but patience, nothing more. */
export function bySide(
  swaps: readonly Swap[],
  ownId: string,
): { waiting: Swap[]; asked: Swap[]; past: Swap[] } {
  const open = swaps.filter(({ status }) => status === 'open');
  return {
    waiting: open.filter(({ fromUserId }) => fromUserId !== ownId),
    asked: open.filter(({ fromUserId }) => fromUserId === ownId),
    past: swaps.filter(({ status }) => status !== 'open'),
  };
}
