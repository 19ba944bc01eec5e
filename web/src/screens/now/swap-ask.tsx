import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowsExchange, IconUserShare } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { $api, type Schema } from '../../api/client';
import { faultOf } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { usePerson } from '../../design/person';
import { useMay, useSession } from '../../session/session';
import { texts } from '../../texts/needs-me';
import { Ask } from './ask';
import { useScheduleName } from './schedule-name';
import { Stretch } from './stretch';

const OLD = ['/api/v1/swaps', '/api/v1/me/schedules', '/api/v1/me/shifts', '/api/v1/on-call'];

/** A teammate asks to trade a shift. */
export function SwapAsk({ swap }: { swap: Schema<'Swap'> }) {
  const { id: me } = useSession();
  const may = useMay();
  const { name } = usePerson(swap.fromUserId);
  const schedule = useScheduleName(swap.scheduleId);
  const { answer, pressed } = useSwapAnswer(swap.id, name);
  const isSwap = swap.take !== null;
  const title = isSwap ? texts.wantsSwap : swap.kind === 'open' ? texts.asksTeam : texts.wantsCover;
  const mayAnswer = may('swap.answer', { ownerId: me });
  return (
    <Ask
      icon={isSwap ? IconArrowsExchange : IconUserShare}
      title={title(name)}
      actions={
        <>
          <Button loading={pressed === 'accept'} disabled={!mayAnswer} onClick={() => answer('accept')}>
            {isSwap ? texts.swapIt : texts.takeIt}
          </Button>
          <Button
            variant="default"
            loading={pressed === 'decline'}
            disabled={!mayAnswer}
            onClick={() => answer('decline')}
          >
            {texts.no}
          </Button>
        </>
      }
    >
      <p>
        <Stretch {...swap.give} />
        {schedule === null ? null : ` · ${schedule}`}
      </p>
      {swap.take === null ? null : (
        <p>
          {texts.forYours} <Stretch {...swap.take} />
        </p>
      )}
      {swap.message === null ? null : <p>“{swap.message}”</p>}
    </Ask>
  );
}

function useSwapAnswer(id: string, name: string) {
  const queries = useQueryClient();
  const params = { params: { path: { id } } };
  const after = (message: string) => ({
    onSuccess: () => notifications.show({ message }),
    onError: (error: unknown) => {
      const { title, detail } = faultOf(error);
      notifications.show({ title, message: detail });
    },
    onSettled: () => refresh(queries, OLD),
  });
  const accept = $api.useMutation('post', '/api/v1/swaps/{id}/accept', after(texts.taken(name)));
  const decline = $api.useMutation('post', '/api/v1/swaps/{id}/decline', after(texts.declined(name)));
  return {
    answer: (what: 'accept' | 'decline') => (what === 'accept' ? accept : decline).mutate(params),
    pressed: accept.isPending ? 'accept' : decline.isPending ? 'decline' : null,
  };
}
