import { Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useRef, type ReactNode } from 'react';
import type { Schema } from '../api/client';
import type { Fault } from '../api/faults';
import type { Kept } from '../design/kept';
import { useResting } from '../design/resting';
import { OwnerSelect } from '../people/owner-select';
import { texts } from '../texts/policies';
import { inputOf, newStep, withStepAt, withStepMoved, type PolicyDraft, type StepDraft } from './draft';
import { faultBelow } from './faults-below';
import classes from './policy.module.css';
import { PolicyEnd } from './policy-end';
import { SimulationPanel } from './simulation-panel';
import { StepCard } from './step-card';
import { useStepTargetGroups } from './targets';

/** A policy while it is edited: its steps as cards, and beside them what would happen. */
export function PolicyEditor({
  kept,
  ownId,
  isNew,
  isSaving,
  fault,
  onSave,
  overtaken = null,
  children,
}: {
  kept: Kept<PolicyDraft>;
  /** The policy's own id, which it cannot hand off to; null for a new one. */
  ownId: string | null;
  isNew: boolean;
  isSaving: boolean;
  fault: Fault | null;
  onSave: (input: Schema<'EscalationPolicyInput'>) => void;
  /** Stands instead of the buttons where somebody else has saved meanwhile. */
  overtaken?: ReactNode;
  /** What stands below the steps. */
  children?: ReactNode;
}) {
  const { draft, change, isChanged, drop } = kept;
  const resting = useResting(isSaving);
  const fields = fault?.fields ?? {};
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSave(inputOf(draft));
      }}
    >
      <div className={classes.editor}>
        <Stack gap="lg" miw={0}>
          <Stack gap="lg" {...resting}>
            <Head draft={draft} change={change} fields={fields} />
            <Steps draft={draft} change={change} fields={fields} />
            <PolicyEnd draft={draft} change={change} fields={fields} ownId={ownId} />
          </Stack>
          {overtaken}
          {(isNew || isChanged) && overtaken === null ? (
            <div className={classes.bar}>
              <Text size="sm" {...(fault === null ? {} : { c: 'var(--rouse-fault)', role: 'alert' })}>
                {fault === null ? texts.unsaved : fault.detail}
              </Text>
              <Group gap="sm">
                {isChanged ? (
                  <Button variant="default" onClick={drop} disabled={isSaving}>
                    {texts.discard}
                  </Button>
                ) : null}
                <Button type="submit" loading={isSaving}>
                  {isNew ? texts.create : texts.save}
                </Button>
              </Group>
            </div>
          ) : null}
          {children}
        </Stack>
        <div className={classes.beside}>
          <SimulationPanel {...askedOf(draft)} />
        </div>
      </div>
    </form>
  );
}

/** What of a draft can be simulated: the steps in which somebody is named. */
function askedOf(draft: PolicyDraft): {
  asked: { policy: Schema<'EscalationPolicyInput'> } | null;
  hint: string | null;
} {
  const steps = draft.steps.filter(({ targets }) => targets.length > 0);
  if (steps.length === 0) return { asked: null, hint: texts.chooseFirst };
  const missing = draft.steps.flatMap(({ targets }, place) =>
    targets.length === 0 ? [texts.step(place + 1).toLowerCase()] : [],
  );
  // A draft is simulated before it has a name.
  const named = draft.name.trim() === '' ? texts.newTitle : draft.name;
  return {
    asked: { policy: inputOf({ ...draft, name: named, steps }) },
    hint: missing.length === 0 ? null : texts.waitsFor(missing.join(', ')),
  };
}

export interface PartProps {
  draft: PolicyDraft;
  change: (draft: PolicyDraft) => void;
  fields: Readonly<Record<string, string>>;
}

function Head({ draft, change, fields }: PartProps) {
  return (
    <Paper>
      <Stack gap="sm">
        <TextInput
          label={texts.name}
          placeholder={texts.namePlaceholder}
          size="md"
          required
          value={draft.name}
          onChange={({ currentTarget: { value } }) => change({ ...draft, name: value })}
          error={fields['name']}
        />
        <OwnerSelect
          label={texts.team}
          description={texts.teamHint}
          noTeam={texts.noOwner}
          permission="policy.change"
          value={draft.teamId}
          onChange={(teamId) => change({ ...draft, teamId })}
          error={fields['teamId']}
        />
      </Stack>
    </Paper>
  );
}

function Steps({ draft, change, fields }: PartProps) {
  const groups = useStepTargetGroups();
  const { steps } = draft;
  const latest = useRef(draft);
  useEffect(() => {
    latest.current = draft;
  });
  const remove = (step: StepDraft, place: number) => {
    change({ ...draft, steps: steps.filter(({ key }) => key !== step.key) });
    // Into what the draft is by then: what was changed since, or saved, stays.
    tellRemoved(place + 1, () => change(withStepAt(latest.current, step, place)));
  };
  return (
    <section aria-label={texts.stepsTitle}>
      <Title order={2} mb="sm">
        {texts.stepsTitle}
      </Title>
      <ol className={classes.steps}>
        {steps.map((step, place) => (
          <StepCard
            key={step.key}
            step={step}
            place={place}
            count={steps.length}
            groups={groups}
            fields={fields}
            onChange={(changed) =>
              change({ ...draft, steps: steps.map((other) => (other.key === step.key ? changed : other)) })
            }
            onRemove={() => remove(step, place)}
            onMove={(from, to) => change(withStepMoved(draft, from, to))}
          />
        ))}
      </ol>
      <Button
        variant="default"
        leftSection={<IconPlus size={18} aria-hidden />}
        onClick={() => change({ ...draft, steps: [...steps, newStep()] })}
      >
        {texts.addStep}
      </Button>
      {faultBelow(fields, 'steps') !== undefined && fields['steps'] !== undefined ? (
        <Text size="sm" c="var(--rouse-fault)" mt={8}>
          {fields['steps']}
        </Text>
      ) : null}
    </section>
  );
}

/** Says what was taken out, and brings it back. */
function tellRemoved(place: number, undo: () => void): void {
  const id = notifications.show({
    message: (
      <Group justify="space-between">
        {texts.removed(place)}
        <Button
          variant="default"
          onClick={() => {
            undo();
            notifications.hide(id);
          }}
        >
          {texts.undo}
        </Button>
      </Group>
    ),
  });
}
