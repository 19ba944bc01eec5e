import { Modal } from '@mantine/core';
import type { IncidentDeeds } from '../../incident/use-incident-deeds';
import { texts } from '../../texts/incident-screen';
import { AskForm } from './ask-form';
import { ChangeForm } from './change-form';
import { MergeForm } from './merge-form';
import { ReassignForm } from './reassign-form';
import { SnoozeChoice } from './snooze-choice';

export type DialogName = 'snooze' | 'reassign' | 'ask' | 'merge' | 'change';

const TITLES: Readonly<Record<DialogName, string>> = {
  snooze: texts.snoozeTitle,
  reassign: texts.reassign,
  ask: texts.ask,
  merge: texts.merge,
  change: texts.change,
};

/** What needs more than a press: one dialog at a time, and none before Acknowledge. */
export function IncidentDialog({
  name,
  deeds,
  close,
}: {
  name: DialogName | null;
  deeds: IncidentDeeds;
  close: () => void;
}) {
  const props = { deeds, close };
  return (
    <Modal
      opened={name !== null}
      onClose={close}
      title={name === null ? '' : TITLES[name]}
      closeButtonProps={{ 'aria-label': texts.cancel }}
    >
      {name === 'snooze' ? <SnoozeChoice {...props} /> : null}
      {name === 'reassign' ? <ReassignForm {...props} /> : null}
      {name === 'ask' ? <AskForm {...props} /> : null}
      {name === 'merge' ? <MergeForm {...props} /> : null}
      {name === 'change' ? <ChangeForm {...props} /> : null}
    </Modal>
  );
}
