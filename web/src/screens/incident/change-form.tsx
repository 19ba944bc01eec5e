import { Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Schema } from '../../api/client';
import { texts } from '../../texts/incident-screen';
import { DeedForm, type DialogProps } from './deed-form';

const PRIORITIES = ['P1', 'P2', 'P3', 'P4', 'P5'] as const;
const NONE = 'none';

/** Changes what it is called, how important it is, and whether it is urgent: only what was changed is sent. */
export function ChangeForm(props: DialogProps) {
  const { title, priority, urgency } = props.deeds.shown;
  const [newTitle, setTitle] = useState(title);
  const [newPriority, setPriority] = useState(priority);
  const [newUrgency, setUrgency] = useState(urgency);
  const changes: Schema<'IncidentChange'> = {
    ...(newTitle === title ? {} : { title: newTitle }),
    ...(newPriority === priority ? {} : { priority: newPriority }),
    ...(newUrgency === urgency ? {} : { urgency: newUrgency }),
  };
  return (
    <DeedForm
      {...props}
      label={texts.changeDo}
      deed={Object.keys(changes).length === 0 ? null : { kind: 'change', changes }}
    >
      {(faults) => (
        <>
          <Textarea
            label={texts.changeTitle}
            autosize
            value={newTitle}
            onChange={(event) => {
              setTitle(event.currentTarget.value);
            }}
            error={faults['title']}
            data-autofocus
          />
          <Select
            label={texts.priority}
            data={[{ value: NONE, label: texts.noPriority }, ...PRIORITIES]}
            value={newPriority ?? NONE}
            onChange={(value) => {
              setPriority(PRIORITIES.find((each) => each === value) ?? null);
            }}
            error={faults['priority']}
          />
          <Select
            label={texts.urgencyLabel}
            data={[
              { value: 'high', label: texts.urgent },
              { value: 'low', label: texts.notUrgent },
            ]}
            value={newUrgency}
            onChange={(value) => {
              setUrgency(value === 'high' ? 'high' : 'low');
            }}
            error={faults['urgency']}
          />
        </>
      )}
    </DeedForm>
  );
}
