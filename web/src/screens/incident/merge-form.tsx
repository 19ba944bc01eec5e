import { Select } from '@mantine/core';
import { useState } from 'react';
import { $api } from '../../api/client';
import { texts } from '../../texts/incident-screen';
import { DeedForm, type DialogProps } from './deed-form';

/** In a storm there are more than anybody looks through; each change of one asks for them again. */
const MOST = 200;

/** Moves the alerts to another open incident. */
export function MergeForm(props: DialogProps) {
  const open = $api.useQuery('get', '/api/v1/incidents', {
    params: { query: { status: 'triggered,acknowledged', limit: MOST } },
  });
  const [into, setInto] = useState<string | null>(null);
  const others = (open.data?.items ?? []).filter(({ id }) => id !== props.deeds.shown.id);
  const beyond = (open.data?.nextCursor ?? null) === null ? null : texts.mergeBeyond(MOST);
  return (
    <DeedForm
      {...props}
      why={texts.mergeWhy}
      label={texts.mergeDo}
      deed={into === null ? null : { kind: 'merge', into }}
    >
      {(faults) => (
        <Select
          label={texts.mergeInto}
          data={others.map(({ id, number, title, serviceName }) => ({
            value: id,
            label: `#${String(number)} ${serviceName}: ${title}`,
          }))}
          description={beyond}
          nothingFoundMessage={texts.mergeNone}
          value={into}
          onChange={setInto}
          searchable
          error={faults['into']}
          data-autofocus
        />
      )}
    </DeedForm>
  );
}
