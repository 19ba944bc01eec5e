import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { faultOf } from '../../api/faults';
import type { Schema } from '../../api/client';
import { texts } from '../../texts/welcome';
import { useNewPhone, useUnverifiedPhone } from './new-phone';
import { OwnPhone, useIsSimulated } from './own-phone';
import type { StepProps } from './set-up-path';
import { DoneStep, StepCard, StepFault } from './step-card';
import classes from './welcome.module.css';

/** From the range that is kept for stories; any number will do where no call goes out. */
const SUGGESTED = '+12025550199';

/** One's own number, shown to be one's own by a code; the simulator's phone stands beside. */
export function PhoneStep({ progress: { phone }, goOn }: StepProps) {
  const [wantsCalls, setWantsCalls] = useState(true);
  const unverified = useUnverifiedPhone();
  const [isOther, setOther] = useState(false);
  const isSimulated = useIsSimulated();
  // Here, as each of the forms goes when it has done its part, and what went wrong is told after that.
  const newPhone = useNewPhone();
  return (
    <div className={classes.withPhone}>
      {phone !== null ? (
        <DoneStep step="phone" done={texts.phoneDone(phone.address)} goOn={goOn}>
          <CallFault call={newPhone.call} />
        </DoneStep>
      ) : (
        <StepCard step="phone" title={texts.phoneTitle} why={texts.phoneWhy} skip={goOn}>
          {isSimulated === true ? <Text size="sm">{texts.phoneSimulated}</Text> : null}
          {unverified === null || isOther ? (
            <NumberForm
              key={String(isSimulated)}
              add={newPhone.add}
              suggested={isSimulated === true ? SUGGESTED : ''}
              wantsCalls={wantsCalls}
              setWantsCalls={setWantsCalls}
              onAdded={() => setOther(false)}
            />
          ) : (
            <CodeForm
              newPhone={newPhone}
              method={unverified}
              wantsCalls={wantsCalls}
              onOther={() => {
                newPhone.add.reset();
                newPhone.verify.reset();
                setOther(true);
              }}
            />
          )}
        </StepCard>
      )}
      {isSimulated === true ? <OwnPhone /> : null}
    </div>
  );
}

type NewPhone = ReturnType<typeof useNewPhone>;

function NumberForm({
  add,
  suggested,
  wantsCalls,
  setWantsCalls,
  onAdded,
}: {
  add: NewPhone['add'];
  suggested: string;
  wantsCalls: boolean;
  setWantsCalls: (wants: boolean) => void;
  onAdded: () => void;
}) {
  const [number, setNumber] = useState(suggested);
  const fault = add.error === null ? null : faultOf(add.error);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    add.mutate(number.replaceAll(/[\s()/-]/g, ''), { onSuccess: onAdded });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          size="md"
          type="tel"
          autoComplete="tel"
          label={texts.phoneNumber}
          description={texts.phoneHint}
          required
          autoFocus
          value={number}
          onChange={({ currentTarget }) => setNumber(currentTarget.value)}
          error={fault?.fields.address}
        />
        <Checkbox
          size="md"
          label={texts.phoneCall}
          checked={wantsCalls}
          onChange={({ currentTarget }) => setWantsCalls(currentTarget.checked)}
        />
        <StepFault text={fault === null || fault.fields.address !== undefined ? null : fault.detail} />
        <Group>
          <Button type="submit" loading={add.isPending}>
            {texts.phoneSend}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function CodeForm({
  newPhone: { verify, send, sentTo },
  method,
  wantsCalls,
  onOther,
}: {
  newPhone: NewPhone;
  method: Schema<'ContactMethod'>;
  wantsCalls: boolean;
  onOther: () => void;
}) {
  const [code, setCode] = useState('');
  const isSent = sentTo === method.id;
  const error = verify.error ?? send.error;
  const fault = error === null ? null : faultOf(error);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    verify.mutate({ method, code: code.trim(), wantsCalls });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text role="status">
          {isSent ? texts.phoneSent(method.address) : texts.phoneUnverified(method.address)}
        </Text>
        <TextInput
          size="md"
          w={200}
          label={texts.phoneCode}
          description={texts.phoneCodeHint}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          required
          autoFocus
          value={code}
          onChange={({ currentTarget }) => setCode(currentTarget.value)}
          error={fault?.fields.code}
        />
        <StepFault text={fault === null || fault.fields.code !== undefined ? null : fault.detail} />
        <Group gap="sm">
          <Button type="submit" loading={verify.isPending}>
            {texts.phoneVerify}
          </Button>
          <Button
            variant="default"
            loading={send.isPending}
            onClick={() => {
              verify.reset();
              send.mutate(method.id);
            }}
          >
            {isSent ? texts.phoneAgain : texts.phoneSend}
          </Button>
          <Button variant="subtle" color="gray" onClick={onOther}>
            {texts.phoneOther}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Pages come as SMS, but the calls that were wanted too are not set up: says so, with the way to it. */
function CallFault({ call }: { call: NewPhone['call'] }) {
  const { variables: method, error } = call;
  if (method === undefined || call.isSuccess) return null;
  return (
    <Stack gap="sm" align="flex-start">
      <StepFault text={error === null ? null : texts.phoneNoCalls(faultOf(error).detail)} />
      <Button variant="default" loading={call.isPending} onClick={() => call.mutate(method)}>
        {texts.phoneCallAgain}
      </Button>
    </Stack>
  );
}
