import { Checkbox, Radio, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { $api, type Schema } from '../../../api/client';
import { faultOf } from '../../../api/faults';
import { refresh } from '../../../api/live-changes';
import { serverNow } from '../../../api/server-clock';
import { DialogForm } from '../../../design/dialog-form';
import { SecretDialog } from '../../../design/secret-dialog';
import { useSession } from '../../../session/session';
import { texts } from '../../../texts/account';
import classes from './account.module.css';

type Scope = NonNullable<Schema<'ApiToken'>['scopes']>[number];

const SCOPES: readonly Scope[] = ['read', 'respond', 'schedule', 'account', 'configure', 'administer'];
const DAY_MS = 86_400_000;
/** The time so many days from now. */
const inDays = (days: number) => new Date(serverNow().getTime() + days * DAY_MS).toISOString();

const NEVER = 'never';
const ENDS = [
  { value: '30', label: texts.days(30) },
  { value: '90', label: texts.days(90) },
  { value: '365', label: texts.year },
  { value: NEVER, label: texts.tokenNever },
];

/** Makes an API token of mine, and shows it once. */
export function NewTokenDialog({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const queries = useQueryClient();
  const make = $api.useMutation('post', '/api/v1/users/{id}/tokens', {
    // Not waited for: the secret stands there at once, however long the list takes.
    onSuccess: () => void refresh(queries, ['/api/v1/users/{id}/tokens']),
  });
  const { id } = useSession();
  const finish = () => {
    close();
    make.reset();
  };
  return (
    <SecretDialog
      isOpen={isOpen}
      close={finish}
      title={texts.tokenMake}
      isMaking={make.isPending}
      made={
        make.data === undefined
          ? null
          : {
              title: texts.tokenMake,
              secret: make.data.token,
              label: texts.tokenSecret,
              says: texts.tokenOnce,
            }
      }
    >
      <TokenForm
        cancel={finish}
        send={(body) => make.mutate({ params: { path: { id } }, body })}
        isPending={make.isPending}
        error={make.error}
      />
    </SecretDialog>
  );
}

function TokenForm({
  cancel,
  send,
  isPending,
  error,
}: {
  cancel: () => void;
  send: (body: Schema<'CreateApiToken'>) => void;
  isPending: boolean;
  error: unknown;
}) {
  const [name, setName] = useState('');
  const [ends, setEnds] = useState('90');
  const [isLimited, setLimited] = useState(true);
  const [scopes, setScopes] = useState<readonly Scope[]>(['read']);
  const submit = () =>
    send({
      name,
      ...(isLimited ? { scopes: [...scopes] } : {}),
      ...(ends === NEVER ? {} : { expiresAt: inDays(Number(ends)) }),
    });
  const faults = error == null ? {} : faultOf(error).fields;
  return (
    <DialogForm
      send={submit}
      cancel={cancel}
      label={texts.tokenMake}
      isSending={isPending}
      isWhole={!isLimited || scopes.length > 0}
      error={error}
      shown={['name', 'expiresAt']}
    >
      <TextInput
        label={texts.tokenName}
        placeholder={texts.tokenNameHint}
        required
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={faults['name']}
      />
      <Radio.Group
        label={texts.tokenScopes}
        value={isLimited ? 'some' : 'all'}
        onChange={(value) => setLimited(value === 'some')}
      >
        <Radio value="some" label={texts.tokenSome} className={classes['choice'] ?? ''} />
        <Radio value="all" label={texts.tokenAll} className={classes['choice'] ?? ''} />
      </Radio.Group>
      {isLimited ? (
        <div role="group" aria-label={texts.tokenScopes} className={classes['scopes']}>
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              className={classes['choice'] ?? ''}
              label={texts.scopes[scope]}
              checked={scopes.includes(scope)}
              onChange={(event) =>
                setScopes(
                  event.currentTarget.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope),
                )
              }
            />
          ))}
        </div>
      ) : null}
      <Select
        label={texts.tokenExpires}
        allowDeselect={false}
        data={ENDS}
        value={ends}
        onChange={(value) => setEnds(value ?? NEVER)}
        error={faults['expiresAt']}
      />
    </DialogForm>
  );
}
