import { Button, Group, Stack, Text } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
import type { Fault } from '../../api/faults';
import type { Deed } from '../../incident/deed';
import type { IncidentDeeds } from '../../incident/use-incident-deeds';
import { WaitingLine } from '../../incident/waiting-line';
import { texts } from '../../texts/incident-screen';

/** What each dialog of an incident is given. */
export interface DialogProps {
  readonly deeds: IncidentDeeds;
  readonly close: () => void;
}

/**
 * A form of a dialog: says the consequence, does it, and closes when the server has agreed. @param deed what it would do;
 * null: something is missing still. @param children the fields, with what is wrong about each by its path
 */
export function DeedForm({
  deeds,
  close,
  why,
  deed,
  label,
  children,
}: DialogProps & {
  why?: string;
  deed: Deed | null;
  label: string;
  children: (faults: Fault['fields']) => ReactNode;
}) {
  const [fault, setFault] = useState<Fault | null>(null);
  const [isSending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const isOpen = () => form.current !== null;
  const submit = async () => {
    if (deed === null || isSending) return;
    setSending(true);
    const refused = await deeds.act(deed, isOpen);
    // Another dialog may be open by now: that is not this one's to close.
    if (!isOpen()) return;
    setSending(false);
    setFault(refused);
    if (refused === null) close();
  };
  const isElsewhere = fault !== null && Object.keys(fault.fields).length === 0;
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap="md">
        {why === undefined ? null : <Text size="sm">{why}</Text>}
        {children(fault?.fields ?? {})}
        {isElsewhere ? (
          <Text role="alert" c="var(--rouse-fault)">
            {fault.detail}
          </Text>
        ) : null}
        <Group justify="flex-end" gap="sm">
          <WaitingLine inHand={isSending ? deeds.inHand : null} />
          <Button variant="default" onClick={close}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={isSending} disabled={deed === null}>
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
