import { Button, Group, Paper, SegmentedControl, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { $api, type Schema } from '../../../api/client';
import { faultOf } from '../../../api/faults';
import { refresh } from '../../../api/live-changes';
import { FaultLine } from '../../../design/fault-line';
import { useSession } from '../../../session/session';
import { texts } from '../../../texts/contact-methods';
import classes from './contact.module.css';
import { COUNTRIES, countryOfZone, wholeNumber, type Country } from './phone-numbers';

type Type = Schema<'ContactMethod'>['type'];

const TYPES: readonly Type[] = ['sms', 'voice', 'email', 'webhook'];

interface AddMethodFormProps {
  onAdded: (method: Schema<'CreatedContactMethod'>) => void;
  /** Null: there is nothing to go back to. */
  onCancel: (() => void) | null;
}

/** Adds a phone number, a mail address or a webhook; a code is sent there next. */
export function AddMethodForm({ onAdded, onCancel }: AddMethodFormProps) {
  const { id, timeZone } = useSession();
  const [type, setType] = useState<Type>('sms');
  const [typed, setTyped] = useState('');
  const [country, setCountry] = useState<Country | null>(() => countryOfZone(timeZone));
  const add = useAddMethod(onAdded);
  const isPhone = type === 'sms' || type === 'voice';
  const address = isPhone ? wholeNumber(typed, country) : typed.trim();
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    add.mutate({ params: { path: { id } }, body: { type, address, preVerified: false } });
  };
  const error = add.error === null ? undefined : faultOf(add.error).fields['address'];
  const change = (value: string) => {
    add.reset();
    setTyped(value);
  };
  return (
    <Paper component="form" onSubmit={send} aria-label={texts.kind}>
      <Stack gap="md">
        <Title order={2} size="h3">
          {texts.kind}
        </Title>
        <SegmentedControl
          fullWidth
          aria-label={texts.kind}
          className={classes['types'] ?? ''}
          value={type}
          onChange={(value) => {
            add.reset();
            setType(TYPES.find((one) => one === value) ?? 'sms');
          }}
          data={TYPES.map((value) => ({ value, label: texts.types[value] }))}
        />
        {isPhone ? (
          <PhoneFields
            typed={typed}
            change={change}
            country={country}
            setCountry={setCountry}
            error={error}
          />
        ) : (
          <TextInput
            key={type}
            type={type === 'email' ? 'email' : 'url'}
            label={type === 'email' ? texts.mail : texts.webhook}
            description={type === 'email' ? texts.mailDetail : texts.webhookDetail}
            autoComplete={type === 'email' ? 'email' : 'off'}
            required
            value={typed}
            onChange={(event) => change(event.currentTarget.value)}
            error={error}
          />
        )}
        {isPhone && address.length > 4 && address.startsWith('+') ? (
          <Text size="sm" aria-live="polite">
            {texts.phoneWhole(address)}
          </Text>
        ) : null}
        <FaultLine error={add.error} shown={['address']} />
        <Group justify="flex-end">
          {onCancel === null ? null : (
            <Button variant="default" onClick={onCancel}>
              {texts.cancel}
            </Button>
          )}
          <Button type="submit" loading={add.isPending}>
            {type === 'voice' ? texts.addVoice : texts.addSms}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

interface PhoneFieldsProps {
  typed: string;
  change: (value: string) => void;
  country: Country | null;
  setCountry: (country: Country | null) => void;
  error: string | undefined;
}

function PhoneFields({ typed, change, country, setCountry, error }: PhoneFieldsProps) {
  return (
    <div className={classes['phone']}>
      <Select
        label={texts.country}
        searchable
        data={COUNTRIES.map(({ name, code }) => ({ value: name, label: `${name} ${code}` }))}
        value={country?.name ?? null}
        onChange={(name) => setCountry(COUNTRIES.find((one) => one.name === name) ?? null)}
      />
      <TextInput
        type="tel"
        label={texts.phone}
        description={texts.phoneDetail}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autoComplete="tel"
        required
        value={typed}
        onChange={(event) => change(event.currentTarget.value)}
        error={error}
      />
    </div>
  );
}

/** Adds a method of mine. */
export function useAddMethod(onAdded: (method: Schema<'CreatedContactMethod'>) => void) {
  const queries = useQueryClient();
  return $api.useMutation('post', '/api/v1/users/{id}/contact-methods', {
    onSuccess: async (method) => {
      await refresh(queries, ['/api/v1/users/{id}/contact-methods', '/api/v1/users/{id}/paging-plan']);
      onAdded(method);
    },
  });
}
