import { useState } from 'react';
import { Page } from '../../design/page';
import { Failed, Loading } from '../../design/states';
import { texts } from '../../texts/incidents';
import { FilterBar } from './filter-bar';
import { readFilters, writeFilters, type ListFilters } from './list-filters';
import { NoIncidents } from './no-incidents';
import { IncidentRows } from './incident-rows';
import { useIncidentList } from './use-incident-list';

/** All incidents, newest first, by state, service, urgency and whose they are. */
export default function IncidentsScreen() {
  const [filters, setFilters] = useState(() => readFilters(location.search));
  const choose = (chosen: ListFilters) => {
    setFilters(chosen);
    history.replaceState(history.state, '', `${location.pathname}${writeFilters(chosen)}`);
  };
  return (
    <Page title={texts.title}>
      <FilterBar filters={filters} choose={choose} />
      <Listed key={writeFilters(filters)} filters={filters} choose={choose} />
    </Page>
  );
}

function Listed({ filters, choose }: { filters: ListFilters; choose: (chosen: ListFilters) => void }) {
  const { head, older, incidents } = useIncidentList(filters);
  if (head.isPending) return <Loading rows={6} height={72} />;
  if (head.data === undefined) return <Failed error={head.error} retry={() => head.refetch()} />;
  if (incidents.length === 0) return <NoIncidents filters={filters} choose={choose} />;
  return (
    <IncidentRows
      incidents={incidents}
      isLoadingMore={older.isFetchingNextPage}
      more={() => {
        if (older.hasNextPage && !older.isFetching) void older.fetchNextPage();
      }}
    />
  );
}
