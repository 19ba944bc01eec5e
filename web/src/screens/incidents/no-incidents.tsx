import { Anchor, Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { $api, apiBase } from '../../api/client';
import { Copyable, Empty, Loading } from '../../design/states';
import { texts } from '../../texts/incidents';
import { OPEN_ONES, writeFilters, type ListFilters } from './list-filters';

/** Nothing is listed: good news, or filters that are too narrow, or nothing ever came, and then how the first one comes. */
export function NoIncidents({
  filters,
  choose,
}: {
  filters: ListFilters;
  choose: (chosen: ListFilters) => void;
}) {
  const any = $api.useQuery('get', '/api/v1/incidents', { params: { query: { limit: 1 } } });
  if (any.data === undefined) return <Loading rows={1} height={120} />;
  if (any.data.items.length === 0) return <FirstOne />;
  const isQuiet = writeFilters(filters) === '';
  return (
    <Empty
      title={isQuiet ? texts.quiet : texts.noMatch}
      action={
        <Button
          variant="default"
          onClick={() => {
            choose({ ...OPEN_ONES, status: 'all' });
          }}
        >
          {texts.showAll}
        </Button>
      }
    >
      <Text>{isQuiet ? texts.quietDetail : texts.noMatchDetail}</Text>
    </Empty>
  );
}

function FirstOne() {
  const body = {
    routing_key: 'YOUR_KEY',
    event_action: 'trigger',
    payload: { summary: 'Checkout fails for 12 % of requests', source: 'web-1', severity: 'critical' },
  };
  const command = `curl -sS ${apiBase}/v2/enqueue -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
  return (
    <Empty title={texts.firstTitle}>
      <Text>{texts.firstDetail}</Text>
      <Copyable text={command} label={texts.command} />
      <Text size="sm" c="dimmed">
        {texts.firstKey}{' '}
        <Anchor component={Link} to="/services">
          {texts.toServices}
        </Anchor>
      </Text>
    </Empty>
  );
}
