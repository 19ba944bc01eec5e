import { Button, Group, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { $api, type Schema } from '../../api/client';
import { FaultLine } from '../../design/fault-line';
import { Empty, Failed, Loading } from '../../design/states';
import { texts } from '../../texts/audit-log';
import classes from './admin.module.css';
import { AuditEntry } from './audit-entry';
import { exportAuditLog, queryOf } from './audit-export';
import { AuditFilterFields, NO_FILTERS } from './audit-filters';

/** Who changed what: searched, filtered, each with its difference, and as a file. */
export function AuditLogSection() {
  const [filters, setFilters] = useState(NO_FILTERS);
  const [asked] = useDebouncedValue(filters, 250);
  const exporting = useMutation({ mutationFn: exportAuditLog });
  const log = $api.useInfiniteQuery(
    'get',
    '/api/v1/audit-log',
    { params: { query: { limit: 50, ...queryOf(asked) } } },
    {
      pageParamName: 'cursor',
      initialPageParam: undefined,
      getNextPageParam: ({ nextCursor }: Schema<'AuditLogPage'>) => nextCursor ?? undefined,
      staleTime: 0,
    },
  );
  const entries = log.data?.pages.flatMap(({ items }) => items);
  return (
    <Stack gap="md">
      <AuditFilterFields filters={filters} onChange={setFilters} />
      <Group gap="sm" justify="flex-end">
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          loading={exporting.isPending}
          onClick={() => exporting.mutate({ format: 'csv', filters })}
        >
          {texts.exportCsv}
        </Button>
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          loading={exporting.isPending}
          onClick={() => exporting.mutate({ format: 'jsonl', filters })}
        >
          {texts.exportJson}
        </Button>
      </Group>
      <FaultLine error={exporting.error} />
      <div aria-live="polite" aria-busy={log.isPending}>
        {log.error === null ? null : <Failed error={log.error} retry={() => log.refetch()} />}
        {log.isPending ? <Loading rows={6} height={56} /> : null}
        {entries?.length === 0 ? (
          <Empty
            title={texts.nothing}
            action={
              <Button variant="default" onClick={() => setFilters(NO_FILTERS)}>
                {texts.clear}
              </Button>
            }
          >
            <Text size="sm">{texts.nothingDetail}</Text>
          </Empty>
        ) : null}
        {entries === undefined || entries.length === 0 ? null : (
          <ul className={classes.list}>
            {entries.map((entry) => (
              <AuditEntry key={entry.id} entry={entry} />
            ))}
          </ul>
        )}
      </div>
      {log.hasNextPage ? (
        <Button
          variant="default"
          loading={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}
          style={{ alignSelf: 'center' }}
        >
          {texts.more}
        </Button>
      ) : null}
    </Stack>
  );
}
