import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { api } from '../api/client';
import { askForConfirmationBy } from '../api/confirmation';
import { faultOf } from '../api/faults';
import { texts } from '../texts/session';

/** Asks for the password when the server wants to know again who it is, and lets what was begun go on. One, in the frame. */
export function ConfirmationDialog() {
  const [isOpen, setOpen] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const answer = useRef<(confirmed: boolean) => void>(() => undefined);
  useEffect(() => {
    askForConfirmationBy(
      () =>
        new Promise((resolve) => {
          answer.current = resolve;
          setFault(null);
          setOpen(true);
        }),
    );
  }, []);
  const close = (confirmed: boolean) => {
    setOpen(false);
    answer.current(confirmed);
  };
  const send = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = new FormData(event.currentTarget).get('password');
    setSending(true);
    try {
      const { error } = await api.POST('/api/v1/session/confirmation', {
        body: { password: typeof password === 'string' ? password : '' },
      });
      if (error === undefined) close(true);
      else setFault(faultOf(error).detail);
    } catch (error) {
      setFault(faultOf(error).title);
    } finally {
      setSending(false);
    }
  };
  return (
    <Modal opened={isOpen} onClose={() => close(false)} title={texts.confirmTitle} centered>
      <form onSubmit={(event) => void send(event)}>
        <Stack>
          <Text size="sm">{texts.confirmWhy}</Text>
          <PasswordInput
            name="password"
            label={texts.password}
            autoComplete="current-password"
            required
            data-autofocus
            error={fault}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => close(false)}>
              {texts.cancel}
            </Button>
            <Button type="submit" loading={isSending}>
              {texts.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
