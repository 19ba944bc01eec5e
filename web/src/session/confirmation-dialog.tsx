import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { $api, api, apiBase } from '../api/client';
import { askForConfirmationBy } from '../api/confirmation';
import { faultOf } from '../api/faults';
import { Loading } from '../design/states';
import { texts } from '../texts/session';
import { useSession } from './session';

/**
 * Asks who it is when the server wants to know again: by the password, which lets what was begun go on, or by single
 * sign-on, which leads away and back. One, in the frame.
 */
export function ConfirmationDialog() {
  const [isOpen, setOpen] = useState(false);
  const { role } = useSession();
  const methods = $api.useQuery(
    'get',
    '/api/v1/sign-in-methods',
    {},
    { enabled: isOpen, staleTime: Infinity, retry: false },
  );
  const answer = useRef<(confirmed: boolean) => void>(() => undefined);
  useEffect(() => {
    askForConfirmationBy(
      () =>
        new Promise((resolve) => {
          answer.current = resolve;
          setOpen(true);
        }),
    );
  }, []);
  const close = (confirmed: boolean) => {
    setOpen(false);
    answer.current(confirmed);
  };
  const singleSignOn = methods.data?.singleSignOn ?? null;
  // Who has a password is nowhere told; where there are none but for admins, others are not asked for one.
  const asksForPassword = singleSignOn === null || methods.data?.password !== false || role === 'admin';
  return (
    <Modal opened={isOpen} onClose={() => close(false)} title={texts.confirmTitle} centered>
      <Stack gap="lg">
        {methods.isPending ? (
          <Loading rows={1} height={120} />
        ) : asksForPassword ? (
          <PasswordForm close={close} />
        ) : null}
        {singleSignOn === null ? null : (
          <SignOnAgain
            says={asksForPassword ? texts.confirmOrSignOn : texts.confirmSignOn}
            label={singleSignOn.label}
          />
        )}
      </Stack>
    </Modal>
  );
}

function PasswordForm({ close }: { close: (confirmed: boolean) => void }) {
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
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
    <form onSubmit={(event) => void send(event)}>
      <Stack>
        <Text size="sm">{texts.confirmWhy}</Text>
        <PasswordInput
          name="password"
          label={texts.password}
          autoComplete="current-password"
          required
          autoFocus
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
  );
}

/** Leads to the identity provider and back to this page, which then begins anew. */
function SignOnAgain({ says, label }: { says: string; label: string }) {
  // From the base on: the server puts its address in front of it.
  const here = location.href.slice(apiBase.length);
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">{says}</Text>
      <Button
        component="a"
        variant="default"
        href={`${apiBase}/auth/single-sign-on?${new URLSearchParams({ confirm: '1', returnTo: here }).toString()}`}
      >
        {label}
      </Button>
    </Stack>
  );
}
