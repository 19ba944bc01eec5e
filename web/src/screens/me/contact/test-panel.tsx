import { Button, Group, List, Loader, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode, type SubmitEvent } from 'react';
import { $api, type Schema } from '../../../api/client';
import { faultOf } from '../../../api/faults';
import { refresh } from '../../../api/live-changes';
import { FaultLine } from '../../../design/fault-line';
import { Time } from '../../../design/time';
import { texts } from '../../../texts/contact-methods';
import classes from './contact.module.css';

type Method = Schema<'ContactMethod'>;
type ContactTest = Schema<'ContactTest'>;

/** The answer comes from a phone, of which the stream does not tell. */
const LOOK_EVERY_MS = 1_500;

/** Sends a test page when it opens, and shows live what becomes of it. */
export function TestPanel({ method, close }: { method: Method; close: () => void }) {
  const params = { params: { path: { id: method.id } } };
  const send = $api.useMutation('post', '/api/v1/contact-methods/{id}/test');
  const isSent = useRef(false);
  const { mutate } = send;
  useEffect(() => {
    if (isSent.current) return;
    isSent.current = true;
    mutate({ params: { path: { id: method.id } } });
  }, [method.id, mutate]);
  const last = $api.useQuery('get', '/api/v1/contact-methods/{id}/test', params, {
    enabled: send.isSuccess,
    refetchInterval: ({ state: { data } }) => (data === undefined || isRunning(data) ? LOOK_EVERY_MS : false),
    staleTime: 0,
  });
  const test = last.data?.id === send.data?.id ? last.data : undefined;
  useRefreshWhenAnswered(test?.status === 'answered');
  return (
    <section className={classes['panel']} aria-label={texts.testTitle}>
      <Stack gap="sm" aria-live="polite">
        <Title order={3}>{texts.testTitle}</Title>
        <FaultLine error={send.error} />
        {send.error === null ? <Progress test={test} type={method.type} /> : null}
        {test?.status === 'sent' ? <CodeField method={method} /> : null}
        {test === undefined || test.status === 'answered' ? null : <Help type={method.type} />}
        <Group gap="sm">
          {send.isPending || (test !== undefined && isRunning(test)) ? null : (
            <Button variant="default" onClick={() => send.mutate(params)}>
              {texts.testAgain}
            </Button>
          )}
          <Button variant="subtle" onClick={close}>
            {texts.close}
          </Button>
        </Group>
      </Stack>
    </section>
  );
}

const isRunning = ({ status }: ContactTest): boolean => status === 'sending' || status === 'sent';

/** The card shows the new sign of life at once. */
function useRefreshWhenAnswered(isAnswered: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (isAnswered) void refresh(queries, ['/api/v1/users/{id}/contact-methods']);
  }, [isAnswered, queries]);
}

function Progress({ test, type }: { test: ContactTest | undefined; type: Method['type'] }) {
  if (test === undefined || test.status === 'sending')
    return <Step sign={<Loader size={20} aria-hidden />}>{texts.testing}</Step>;
  if (test.status === 'failed')
    return (
      <Step sign={<IconAlertCircle size={20} color="var(--rouse-fault)" aria-hidden />}>
        {texts.testFailed}
        {test.error === null ? '.' : `: ${test.error}`}
      </Step>
    );
  return (
    <>
      <Step sign={<IconCircleCheck size={20} color="var(--rouse-resolved)" aria-hidden />}>
        {texts.testSent} <Time at={test.createdAt} relative />
        {test.error === null ? '.' : `. ${test.error}`}
      </Step>
      {test.status === 'sent' ? (
        <Step sign={<Loader size={20} aria-hidden />}>{texts.testWaiting[type]}</Step>
      ) : test.status === 'expired' ? (
        <Step sign={<IconAlertCircle size={20} color="var(--rouse-acknowledged)" aria-hidden />}>
          {texts.testExpired}
        </Step>
      ) : (
        <Step sign={<IconCircleCheck size={20} color="var(--rouse-resolved)" aria-hidden />}>
          <strong>{texts.testAnswered}</strong>{' '}
          {test.answeredBy === null ? null : `(${texts.testAnsweredBy[test.answeredBy]})`}
        </Step>
      )}
    </>
  );
}

function Step({ sign, children }: { sign: ReactNode; children: ReactNode }) {
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <span className={classes['sign']}>{sign}</span>
      <Text component="div" size="sm">
        {children}
      </Text>
    </Group>
  );
}

function CodeField({ method: { id } }: { method: Method }) {
  const queries = useQueryClient();
  const [code, setCode] = useState('');
  const answer = $api.useMutation('post', '/api/v1/contact-methods/{id}/test/answer', {
    onSuccess: () => refresh(queries, ['/api/v1/contact-methods/{id}/test']),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    answer.mutate({ params: { path: { id } }, body: { code } });
  };
  const wrong = answer.error === null ? undefined : faultOf(answer.error).fields['code'];
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="sm">
        <TextInput
          label={texts.testCode}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={4}
          className={classes['code'] ?? ''}
          value={code}
          onChange={(event) => {
            answer.reset();
            setCode(event.currentTarget.value.replaceAll(/\D/g, ''));
          }}
          error={wrong === undefined ? undefined : texts.codeFault(wrong)}
        />
        <Button type="submit" variant="default" loading={answer.isPending} disabled={code.length < 4}>
          {texts.testCheck}
        </Button>
      </Group>
      <FaultLine error={answer.error} shown={['code']} />
    </form>
  );
}

function Help({ type }: { type: Method['type'] }) {
  return (
    <details className={classes['help']}>
      <summary>{texts.testHelp}</summary>
      <List size="sm" spacing={4}>
        {texts.help[type].map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </details>
  );
}
