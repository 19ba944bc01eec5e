import { Button, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { $api } from '../../api/client';
import { usePeople } from '../../people/people';
import { texts } from '../../texts/audit-log';
import classes from './admin.module.css';

/** What of the log is asked for; empty texts ask for nothing in particular. Days are those of the reader. */
export interface AuditFilters {
  readonly text: string;
  readonly actor: string;
  readonly action: string;
  readonly from: string;
  readonly to: string;
}

export const NO_FILTERS: AuditFilters = { text: '', actor: '', action: '', from: '', to: '' };

const ACTIONS = Object.entries(texts.nouns).map(([noun, label]) => ({ value: `${noun}.`, label }));

/** Search and filters of the log: words, who, what, from and until which day. */
export function AuditFilterFields({
  filters,
  onChange,
}: {
  filters: AuditFilters;
  onChange: (filters: AuditFilters) => void;
}) {
  const people = usePeople();
  const programs = $api.useQuery('get', '/api/v1/service-tokens', { params: { query: { limit: 200 } } });
  const actors = [
    { value: 'system', label: texts.rouseItself },
    ...[...people.values()].map(({ id, name }) => ({ value: id, label: name })),
    ...(programs.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ];
  const change = (next: Partial<AuditFilters>) => onChange({ ...filters, ...next });
  return (
    <div className={classes.filters}>
      <TextInput
        label={texts.search}
        placeholder={texts.searchHint}
        leftSection={<IconSearch size={18} aria-hidden />}
        size="md"
        value={filters.text}
        onChange={({ currentTarget }) => change({ text: currentTarget.value })}
      />
      <Select
        label={texts.actor}
        placeholder={texts.anybody}
        size="md"
        searchable
        clearable
        limit={50}
        data={actors}
        value={filters.actor === '' ? null : filters.actor}
        onChange={(actor) => change({ actor: actor ?? '' })}
      />
      <Select
        label={texts.action}
        placeholder={texts.anything}
        size="md"
        searchable
        clearable
        data={ACTIONS}
        value={filters.action === '' ? null : filters.action}
        onChange={(action) => change({ action: action ?? '' })}
      />
      <TextInput
        label={texts.from}
        type="date"
        size="md"
        value={filters.from}
        onChange={({ currentTarget }) => change({ from: currentTarget.value })}
      />
      <TextInput
        label={texts.to}
        type="date"
        size="md"
        value={filters.to}
        onChange={({ currentTarget }) => change({ to: currentTarget.value })}
      />
      {filters === NO_FILTERS ? null : (
        <Button variant="default" size="md" onClick={() => onChange(NO_FILTERS)}>
          {texts.clear}
        </Button>
      )}
    </div>
  );
}
