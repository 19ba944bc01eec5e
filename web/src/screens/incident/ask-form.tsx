import { Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { usePeople } from '../../people/people';
import { useSchedules } from '../../schedule/schedules';
import { useSession } from '../../session/session';
import { texts } from '../../texts/incident-screen';
import { DeedForm, type DialogProps } from './deed-form';

/** Asks a person, or whoever is on call in a schedule, to help. */
export function AskForm(props: DialogProps) {
  const people = usePeople();
  const { id: me } = useSession();
  const { data: schedules = [] } = useSchedules();
  const [whom, setWhom] = useState<string | null>(null);
  const [message, setMessage] = useState('');
  const scheduleIds = new Set(schedules.map(({ id }) => id));
  const said = message.trim() === '' ? null : message.trim();
  const asked =
    whom !== null && scheduleIds.has(whom)
      ? { scheduleId: whom, userId: null, message: said }
      : { userId: whom, scheduleId: null, message: said };
  return (
    <DeedForm
      {...props}
      why={texts.askWhy}
      label={texts.askDo}
      deed={whom === null ? null : { kind: 'ask', whom: asked }}
    >
      {(faults) => (
        <>
          <Select
            label={texts.askWhom}
            data={[
              {
                group: texts.askSchedules,
                items: schedules.map(({ id, name }) => ({ value: id, label: name })),
              },
              {
                group: texts.askPeople,
                items: [...people.values()]
                  .filter(({ id }) => id !== me)
                  .map(({ id, name }) => ({ value: id, label: name })),
              },
            ]}
            value={whom}
            onChange={setWhom}
            searchable
            error={faults['userId'] ?? faults['scheduleId']}
            data-autofocus
          />
          <Textarea
            label={texts.askMessage}
            description={texts.askMessageHint}
            value={message}
            maxLength={500}
            onChange={(event) => {
              setMessage(event.currentTarget.value);
            }}
            error={faults['message']}
          />
        </>
      )}
    </DeedForm>
  );
}
