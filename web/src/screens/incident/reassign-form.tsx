import { MultiSelect } from '@mantine/core';
import { useState } from 'react';
import { usePeople } from '../../people/people';
import { texts } from '../../texts/incident-screen';
import { DeedForm, type DialogProps } from './deed-form';

/** Gives the incident to other people, who are paged at once. */
export function ReassignForm(props: DialogProps) {
  const people = usePeople();
  const [userIds, setUserIds] = useState<string[]>([]);
  return (
    <DeedForm
      {...props}
      why={texts.reassignWhy}
      label={texts.reassignDo}
      deed={userIds.length === 0 ? null : { kind: 'reassign', userIds }}
    >
      {(faults) => (
        <MultiSelect
          label={texts.reassignTo}
          data={[...people.values()].map(({ id, name }) => ({ value: id, label: name }))}
          value={userIds}
          onChange={setUserIds}
          searchable
          error={faults['userIds'] ?? faults['userIds.0']}
          data-autofocus
        />
      )}
    </DeedForm>
  );
}
