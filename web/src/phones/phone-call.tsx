import { Button, Text, Title, UnstyledButton } from '@mantine/core';
import { IconPhone, IconPhoneCall, IconPhoneX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { $api, type Schema } from '../api/client';
import { faultOf } from '../api/faults';
import { texts, USUAL_KEYS } from '../texts/phones';
import type { PhoneOwner } from './phone-owners';
import classes from './phone.module.css';
import { useNewsOfSimulator } from './simulator';
import { offeredKeys } from './words-of-call';

const KEYPAD = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;
const SENTENCES = 5;

/** A call that rings or is talked on, in place of the messages: answer or decline, then what is said and the keys. */
export function PhoneCall({ call, owner }: { call: Schema<'SimulatedCall'>; owner: PhoneOwner }) {
  const { act, fault } = useCallActions(call.id);
  return (
    <div className={classes.call}>
      {call.status === 'ringing' ? (
        <Ringing call={call} owner={owner} act={act} />
      ) : (
        <Talking call={call} owner={owner} act={act} />
      )}
      <p className={classes.fault} role="status">
        {fault}
      </p>
    </div>
  );
}

interface CallActions {
  answer: () => void;
  hangUp: () => void;
  press: (digits: string) => void;
}

function useCallActions(id: string): { act: CallActions; fault: string | null } {
  const news = useNewsOfSimulator();
  const [fault, setFault] = useState<string | null>(null);
  const outcome = {
    onError: (error: unknown) => setFault(texts.failed(faultOf(error).detail)),
    onSuccess: () => setFault(null),
    onSettled: () => news(),
  };
  const answer = $api.useMutation('post', '/api/v1/simulator/calls/{id}/answer', outcome);
  const keys = $api.useMutation('post', '/api/v1/simulator/calls/{id}/keys', outcome);
  const hangUp = $api.useMutation('post', '/api/v1/simulator/calls/{id}/hang-up', outcome);
  const params = { path: { id } };
  return {
    fault,
    act: {
      answer: () => answer.mutate({ params }),
      hangUp: () => hangUp.mutate({ params }),
      press: (digits) => keys.mutate({ params, body: { digits } }),
    },
  };
}

interface Part {
  call: Schema<'SimulatedCall'>;
  owner: PhoneOwner;
  act: CallActions;
}

function Ringing({ call, owner, act }: Part) {
  return (
    <>
      <div className={classes.ring} aria-hidden>
        <IconPhoneCall size={32} />
      </div>
      <div role="status" className={classes.caller}>
        <Title order={3} size="h2">
          {texts.from}
        </Title>
        <Text size="sm" c="dimmed">
          {texts.calling(call.to)}
        </Text>
      </div>
      <div className={classes.pair}>
        <Button variant="default" onClick={act.hangUp} aria-label={texts.declineAs(owner.name)}>
          {texts.decline}
        </Button>
        <Button
          onClick={act.answer}
          leftSection={<IconPhone size={18} aria-hidden />}
          aria-label={texts.answerAs(owner.name)}
        >
          {texts.answer}
        </Button>
      </div>
    </>
  );
}

function Talking({ call, owner, act }: Part) {
  const [hasKeypad, setKeypad] = useState(false);
  const said = useRef<HTMLDivElement>(null);
  const keys = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Whoever answered by keyboard goes on with the keys.
    if (document.activeElement === null || document.activeElement === document.body)
      keys.current?.querySelector('button')?.focus();
  }, []);
  useEffect(() => {
    if (said.current !== null) said.current.scrollTop = said.current.scrollHeight;
  }, [call.spoken.length]);
  const sentences = call.spoken.slice(-SENTENCES);
  return (
    <>
      <Text size="sm" fw={600} className={classes.label}>
        <IconPhone size={16} aria-hidden /> {texts.talking}
      </Text>
      <div
        ref={said}
        className={classes.said}
        aria-live="polite"
        tabIndex={0}
        role="group"
        aria-label={texts.callSaid}
      >
        {sentences.map((sentence, place) => (
          <p key={call.spoken.length - sentences.length + place}>{sentence}</p>
        ))}
      </div>
      <div ref={keys} className={hasKeypad ? classes.keypad : classes.keys}>
        {hasKeypad
          ? KEYPAD.map((key) => (
              <UnstyledButton
                key={key}
                className={classes.key}
                aria-label={texts.key(key)}
                onClick={() => act.press(key)}
              >
                {key}
              </UnstyledButton>
            ))
          : offeredKeys(call.spoken.at(-1) ?? '', USUAL_KEYS).map(({ key, does, isNext }) => (
              <UnstyledButton
                key={key}
                className={classes.offered}
                data-next={isNext || undefined}
                onClick={() => act.press(key)}
              >
                <span className={classes.digit}>{key}</span> {does}
              </UnstyledButton>
            ))}
      </div>
      <div className={classes.pair}>
        <Button variant="default" onClick={() => setKeypad(!hasKeypad)}>
          {hasKeypad ? texts.fewerKeys : texts.moreKeys}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPhoneX size={18} aria-hidden />}
          aria-label={texts.hangUpAs(owner.name)}
          onClick={act.hangUp}
        >
          {texts.hangUp}
        </Button>
      </div>
    </>
  );
}
