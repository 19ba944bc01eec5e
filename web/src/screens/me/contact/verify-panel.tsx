import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { $api, type Schema } from '../../../api/client';
import { faultOf } from '../../../api/faults';
import { refresh } from '../../../api/live-changes';
import { serverNow, useServerNow } from '../../../api/server-clock';
import { FaultLine } from '../../../design/fault-line';
import { texts } from '../../../texts/contact-methods';
import classes from './contact.module.css';
import { nameOfMethod } from './contact-method-words';

const DIGITS = 6;
/** The server sends at most so often. */
const RESEND_AFTER_MS = 30_000;

/** Sends a code to the method when it opens, and takes it back. */
export function VerifyPanel({ method }: { method: Schema<'ContactMethod'> }) {
  const { id, type, address } = method;
  const queries = useQueryClient();
  const [code, setCode] = useState('');
  const { send, sentAt } = useCodeSending(id);
  const verify = $api.useMutation('post', '/api/v1/contact-methods/{id}/verify', {
    onSuccess: async () => {
      notifications.show({ message: texts.nowVerified(nameOfMethod(method)) });
      await refresh(queries, ['/api/v1/users/{id}/contact-methods', '/api/v1/users/{id}/paging-plan']);
    },
  });
  const check = (whole: string) => {
    if (whole.length === DIGITS && !verify.isPending)
      verify.mutate({ params: { path: { id } }, body: { code: whole } });
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    check(code);
  };
  const wrong = verify.error === null ? undefined : faultOf(verify.error).fields['code'];
  return (
    <form onSubmit={submit} className={classes['panel']}>
      <Stack gap="sm">
        {send.isSuccess ? (
          <Text size="sm" role="status">
            {texts.codeSent[type]} {address}. {texts.codeGood}
          </Text>
        ) : null}
        <Group align="flex-end" gap="sm">
          <TextInput
            label={texts.codeLabel}
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern="[0-9]*"
            maxLength={DIGITS}
            data-autofocus
            autoFocus
            className={classes['code'] ?? ''}
            value={code}
            onChange={(event) => {
              const digits = event.currentTarget.value.replaceAll(/\D/g, '');
              verify.reset();
              setCode(digits);
              check(digits);
            }}
            error={wrong === undefined ? undefined : texts.codeFault(wrong)}
          />
          <Button type="submit" loading={verify.isPending} disabled={code.length < DIGITS}>
            {texts.check}
          </Button>
        </Group>
        <FaultLine error={verify.error} shown={['code']} />
        <FaultLine error={send.error} />
        <Group gap="sm">
          <Resend
            sentAt={sentAt}
            isSending={send.isPending}
            again={() => send.mutate({ params: { path: { id } } })}
          />
          <Text size="sm" c="dimmed">
            {texts.notYet}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}

/** Sends the first code by itself, once. */
function useCodeSending(id: string) {
  const now = useServerNow(60_000);
  const [sentAt, setSentAt] = useState<Date>(now);
  const send = $api.useMutation('post', '/api/v1/contact-methods/{id}/verification', {
    onSuccess: () => setSentAt(serverNow()),
  });
  const isSent = useRef(false);
  const { mutate } = send;
  useEffect(() => {
    if (isSent.current) return;
    isSent.current = true;
    mutate({ params: { path: { id } } });
  }, [id, mutate]);
  return { send, sentAt };
}

function Resend({ sentAt, isSending, again }: { sentAt: Date; isSending: boolean; again: () => void }) {
  const now = useServerNow(1_000);
  const left = Math.ceil((sentAt.getTime() + RESEND_AFTER_MS - now.getTime()) / 1000);
  return (
    <Button variant="subtle" disabled={left > 0} loading={isSending} onClick={again}>
      {left > 0 ? texts.resendIn(Math.min(left, 30)) : texts.resend}
    </Button>
  );
}
