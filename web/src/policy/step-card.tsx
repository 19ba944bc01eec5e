import { ActionIcon, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { DurationField } from '../design/duration-field';
import { texts } from '../texts/policies';
import type { StepDraft } from './draft';
import { faultBelow } from './faults-below';
import classes from './policy.module.css';
import { StepConditions } from './step-conditions';
import { TargetsField } from './targets-field';
import type { TargetGroup } from './targets';

/** A step of a policy while it is edited, with what joins it to the next one: how long it waits. */
export function StepCard({
  step,
  place,
  count,
  groups,
  fields,
  onChange,
  onRemove,
  onMove,
}: {
  step: StepDraft;
  /** Counted from 0. */
  place: number;
  count: number;
  groups: readonly TargetGroup[];
  fields: Readonly<Record<string, string>>;
  onChange: (step: StepDraft) => void;
  onRemove: () => void;
  onMove: (from: number, to: number) => void;
}) {
  const [isOver, setIsOver] = useState(false);
  const path = `steps.${String(place)}`;
  const shown = place + 1;
  return (
    <li
      className={classes.step}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        const from = Number.parseInt(event.dataTransfer.getData('text/plain'), 10);
        if (Number.isInteger(from)) onMove(from, place);
      }}
    >
      <Paper component="section" aria-label={texts.step(shown)} className={classes.card}>
        <Stack gap="sm">
          <StepHead place={place} count={count} onMove={onMove} onRemove={onRemove} />
          {step.targets.length === 0 ? (
            <Text size="sm" c="dimmed">
              {texts.noTargets}
            </Text>
          ) : null}
          <TargetsField
            label={texts.addTarget(shown)}
            placeholder={texts.addTargetPlaceholder}
            targets={step.targets}
            groups={groups}
            onChange={(targets) => onChange({ ...step, targets })}
            error={faultBelow(fields, `${path}.targets`)}
          />
          <StepConditions
            place={shown}
            conditions={step.conditions}
            onChange={(conditions) => onChange({ ...step, conditions })}
            error={faultBelow(fields, `${path}.conditions`)}
          />
        </Stack>
      </Paper>
      <div className={classes.joint}>
        <Text span size="sm">
          {texts.wait}
        </Text>
        <DurationField
          label={texts.waitLabel(shown)}
          isLabelShown={false}
          seconds={step.waitSeconds}
          onChange={(waitSeconds) => onChange({ ...step, waitSeconds })}
          error={faultBelow(fields, `${path}.escalateAfterSeconds`)}
        />
      </div>
    </li>
  );
}

/** Its number, and how to move it: by buttons, or by the handle. */
function StepHead({
  place,
  count,
  onMove,
  onRemove,
}: {
  place: number;
  count: number;
  onMove: (from: number, to: number) => void;
  onRemove: () => void;
}) {
  const shown = place + 1;
  return (
    <Group justify="space-between" wrap="nowrap" gap={4} mih={44}>
      <Group gap={8} wrap="nowrap">
        <span
          className={classes.handle}
          draggable
          title={texts.drag(shown)}
          onDragStart={(event) => {
            event.dataTransfer.setData('text/plain', String(place));
            event.dataTransfer.effectAllowed = 'move';
          }}
        >
          <IconGripVertical size={18} aria-hidden />
        </span>
        <Title order={3}>{texts.step(shown)}</Title>
      </Group>
      {count === 1 ? null : (
        <Group gap={0} wrap="nowrap" className={classes.moves ?? ''}>
          <ActionIcon
            aria-label={texts.moveUp(shown)}
            disabled={place === 0}
            onClick={() => onMove(place, place - 1)}
          >
            <IconArrowUp size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon
            aria-label={texts.moveDown(shown)}
            disabled={place === count - 1}
            onClick={() => onMove(place, place + 1)}
          >
            <IconArrowDown size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon aria-label={texts.remove(shown)} onClick={onRemove}>
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Group>
      )}
    </Group>
  );
}
