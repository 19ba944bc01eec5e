import { Chip, SegmentedControl, Select } from '@mantine/core';
import { useServices } from '../../service/services';
import { texts } from '../../texts/incidents';
import classes from './incidents.module.css';
import type { ListFilters } from './list-filters';

const STATUSES: readonly { value: ListFilters['status']; label: string }[] = [
  { value: 'open', label: texts.open },
  { value: 'resolved', label: texts.resolved },
  { value: 'all', label: texts.all },
];

/** Which incidents are listed. */
export function FilterBar({
  filters,
  choose,
}: {
  filters: ListFilters;
  choose: (chosen: ListFilters) => void;
}) {
  const { data: services = [] } = useServices();
  return (
    <div className={classes.filters} role="group" aria-label={texts.filters}>
      <SegmentedControl
        aria-label={texts.status}
        size="md"
        transitionDuration={0}
        data={[...STATUSES]}
        value={filters.status}
        onChange={(value) => {
          choose({ ...filters, status: value });
        }}
      />
      <Select
        aria-label={texts.service}
        size="md"
        className={classes.service}
        placeholder={texts.everyService}
        data={services.map(({ id, name }) => ({ value: id, label: name }))}
        value={filters.serviceId}
        onChange={(serviceId) => {
          choose({ ...filters, serviceId });
        }}
        clearable
        searchable
      />
      <Chip
        size="md"
        variant="outline"
        classNames={{ label: classes.chip ?? '' }}
        checked={filters.urgency === 'high'}
        onChange={(checked) => {
          choose({ ...filters, urgency: checked ? 'high' : null });
        }}
      >
        {texts.urgent}
      </Chip>
      <Chip
        size="md"
        variant="outline"
        classNames={{ label: classes.chip ?? '' }}
        checked={filters.isMine}
        onChange={(isMine) => {
          choose({ ...filters, isMine });
        }}
      >
        {texts.mine}
      </Chip>
    </div>
  );
}
