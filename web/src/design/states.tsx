import { Button, Code, CopyButton, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { faultOf } from '../api/faults';
import { texts } from '../texts/faults';
import { texts as words } from '../texts/states';

/** Rows in the shape of what comes, so that nothing jumps. */
export function Loading({ rows = 3, height = 64 }: { rows?: number; height?: number }) {
  return (
    <Stack gap="sm" role="status" aria-label={words.loading} aria-busy>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} radius="lg" />
      ))}
    </Stack>
  );
}

/** What happened, what was kept and what to do, for a query that failed. 404 and 403 have words of their own. */
export function Failed({ error, retry }: { error: unknown; retry?: () => unknown }) {
  const fault = faultOf(error);
  const title = fault.status === 404 ? texts.notFound : fault.status === 403 ? texts.notAllowed : fault.title;
  const detail = fault.status === 404 ? texts.notFoundDetail : fault.detail;
  return (
    <Paper role="alert">
      <Stack gap="xs" align="flex-start">
        <Title order={2} size="h3">
          {title}
        </Title>
        <Text size="sm">{detail}</Text>
        {retry === undefined || fault.status === 404 || fault.status === 403 ? null : (
          <Button variant="default" onClick={() => void retry()}>
            {texts.tryAgain}
          </Button>
        )}
      </Stack>
    </Paper>
  );
}

/** Until the first answer to a query has come: rows in the shape of it, or why it does not come. */
export function Pending({
  query,
  ...shape
}: {
  query: { readonly error: unknown; readonly refetch: () => unknown };
  rows?: number;
  height?: number;
}) {
  return query.error === null ? (
    <Loading {...shape} />
  ) : (
    <Failed error={query.error} retry={() => query.refetch()} />
  );
}

/** Nothing here yet: says what to do next, with the real action or the real command. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Paper>
      <Stack gap="sm" align="flex-start">
        <Title order={2} size="h3">
          {title}
        </Title>
        {children}
        {action}
      </Stack>
    </Paper>
  );
}

/** A command or a secret to copy. */
export function Copyable({ text, label }: { text: string; label: string }) {
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap" w="100%">
      <Code
        block
        flex={1}
        miw={0}
        style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
        aria-label={label}
      >
        {text}
      </Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} aria-label={`${words.copy} ${label}`}>
            {copied ? words.copied : words.copy}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
