import { ActionIcon, Button, Kbd, Menu } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import {
  IconArrowMerge,
  IconBellZ,
  IconCheck,
  IconDots,
  IconLifebuoy,
  IconPencil,
  IconStairsUp,
  IconUserShare,
  type Icon,
} from '@tabler/icons-react';
import { useState } from 'react';
import { AcknowledgeButton } from '../../incident/acknowledge-button';
import { isScreenInFront, type IncidentKey } from '../../incident/keys';
import type { IncidentDeeds } from '../../incident/use-incident-deeds';
import { WaitingLine } from '../../incident/waiting-line';
import { useMay } from '../../session/session';
import { texts as incidentTexts } from '../../texts/incident';
import { texts } from '../../texts/incident-screen';
import { IncidentDialog, type DialogName } from './incident-dialog';
import classes from './incident.module.css';
import { NOTE_FIELD_ID } from './note-form';

/**
 * What one can do about it: on a phone at its lower edge, where the thumb is, Acknowledge as wide as the phone. Resolve
 * never takes the place of Acknowledge, so that a second tap ends nothing.
 */
export function IncidentActions({ deeds }: { deeds: IncidentDeeds }) {
  const may = useMay();
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const { shown, act } = deeds;
  const mayAct = may('incident.respond');
  const isOver = shown.status === 'resolved';
  const doing: Readonly<Record<IncidentKey, () => void>> = {
    a: () => void act({ kind: 'acknowledge' }),
    r: () => void act({ kind: 'resolve' }),
    e: () => void act({ kind: 'escalate' }),
    s: () => {
      setDialog('snooze');
    },
    n: () => document.getElementById(NOTE_FIELD_ID)?.focus(),
  };
  const can = () => mayAct && !isOver && isScreenInFront();
  useHotkeys([
    ['a', () => can() && shown.status === 'triggered' && doing.a()],
    ['r', () => can() && doing.r()],
    ['e', () => can() && doing.e()],
    ['s', () => can() && doing.s()],
    ['n', () => mayAct && isScreenInFront() && doing.n()],
  ]);
  const waiting = <WaitingLine inHand={deeds.inHand} />;
  if (!mayAct) return <p className={classes.soft}>{texts.youMayNot}</p>;
  return (
    <>
      {isOver ? (
        <div className={classes.waiting}>{waiting}</div>
      ) : (
        <div
          className={classes.actions}
          role="group"
          aria-label={texts.actions}
          data-thumb-actions={shown.status === 'triggered' ? 2 : 1}
        >
          {shown.status === 'triggered' ? (
            <div className={classes.first}>
              <AcknowledgeButton act={doing.a} hint="a" />
            </div>
          ) : null}
          <div className={classes.others}>
            <Action icon={IconCheck} label={incidentTexts.resolve} hint="r" act={doing.r} />
            <Action icon={IconStairsUp} label={incidentTexts.escalate} hint="e" act={doing.e} />
            <Action icon={IconBellZ} label={incidentTexts.snooze} hint="s" act={doing.s} />
            <More choose={setDialog} />
          </div>
          <div className={classes.waiting}>{waiting}</div>
        </div>
      )}
      <IncidentDialog
        name={dialog}
        deeds={deeds}
        close={() => {
          setDialog(null);
        }}
      />
    </>
  );
}

function Action({
  icon: Sign,
  label,
  hint,
  act,
}: {
  icon: Icon;
  label: string;
  hint: IncidentKey;
  act: () => void;
}) {
  return (
    <Button
      variant="default"
      className={classes.action}
      leftSection={<Sign size={18} aria-hidden />}
      rightSection={
        <Kbd size="xs" visibleFrom="sm" aria-hidden>
          {hint}
        </Kbd>
      }
      aria-keyshortcuts={hint}
      onClick={act}
    >
      {label}
    </Button>
  );
}

const MORE: readonly { name: DialogName; label: string; icon: Icon }[] = [
  { name: 'ask', label: texts.ask, icon: IconLifebuoy },
  { name: 'reassign', label: texts.reassign, icon: IconUserShare },
  { name: 'change', label: texts.change, icon: IconPencil },
  { name: 'merge', label: texts.merge, icon: IconArrowMerge },
];

function More({ choose }: { choose: (name: DialogName) => void }) {
  return (
    <Menu position="top-end" transitionProps={{ duration: 0 }} width={260}>
      <Menu.Target>
        <ActionIcon variant="default" aria-label={texts.more} className={classes.more}>
          <IconDots size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {MORE.map(({ name, label, icon: Sign }) => (
          <Menu.Item
            key={name}
            h={44}
            leftSection={<Sign size={18} aria-hidden />}
            onClick={() => {
              choose(name);
            }}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
