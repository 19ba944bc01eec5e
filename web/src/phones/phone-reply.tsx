import { ActionIcon, TextInput, UnstyledButton } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { $api } from '../api/client';
import { faultOf } from '../api/faults';
import { QUICK_REPLIES, texts } from '../texts/phones';
import type { PhoneOwner } from './phone-owners';
import classes from './phone.module.css';
import { useNewsOfSimulator } from './simulator';

/** The words that are answered most, and a line for all others. What could not be sent stays in the line. */
export function PhoneReply({ owner, from }: { owner: PhoneOwner; from: string }) {
  const news = useNewsOfSimulator();
  const [draft, setDraft] = useState('');
  const [said, setSaid] = useState<string | null>(null);
  const sms = $api.useMutation('post', '/api/v1/simulator/sms', {
    onMutate: () => setSaid(null),
    onError: (error) => setSaid(texts.failed(faultOf(error).detail)),
    onSuccess: ({ replies }) => {
      setDraft('');
      if (replies.length === 0) setSaid(texts.noAnswer);
    },
    onSettled: () => news(),
  });
  const send = (body: string) => {
    if (body.trim() !== '' && !sms.isPending) sms.mutate({ body: { from, body } });
  };
  return (
    <form
      className={classes.reply}
      onSubmit={(event) => {
        event.preventDefault();
        send(draft);
      }}
    >
      <div className={classes.quick}>
        {QUICK_REPLIES.map((word) => (
          <UnstyledButton
            key={word}
            className={classes.word}
            aria-label={texts.replyAs(word, owner.name)}
            onClick={() => send(word)}
          >
            {word}
          </UnstyledButton>
        ))}
      </div>
      <div className={classes.write}>
        <TextInput
          flex={1}
          size="md"
          value={draft}
          onChange={({ currentTarget }) => setDraft(currentTarget.value)}
          aria-label={texts.writeAs(owner.name)}
          placeholder={texts.writeHint}
          maxLength={1600}
          autoComplete="off"
          autoCapitalize="off"
        />
        <ActionIcon type="submit" aria-label={texts.send} disabled={draft.trim() === ''}>
          <IconSend size={20} aria-hidden />
        </ActionIcon>
      </div>
      <p className={classes.fault} role="status">
        {said}
      </p>
    </form>
  );
}
