import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { texts } from '../../texts/welcome';
import type { StepProps } from './set-up-path';
import { SET_UP_STEPS, type SetUpStep } from './set-up-progress';
import classes from './welcome.module.css';

/** The frame of a step: what it is for, what to do, and the way back and past it. */
export function StepCard({
  step,
  title,
  why,
  children,
  skip,
}: {
  step: SetUpStep;
  title: string;
  why?: string;
  children: ReactNode;
  /** Past it, undone; left out where there is nothing to skip. */
  skip?: () => void;
}) {
  const before = SET_UP_STEPS[SET_UP_STEPS.indexOf(step) - 1];
  return (
    <Paper p="lg" className={classes.card}>
      <Stack gap="lg">
        <Stack gap={4}>
          <Title order={2}>{title}</Title>
          {why === undefined ? null : <Text c="dimmed">{why}</Text>}
        </Stack>
        {children}
        {before === undefined && skip === undefined ? null : (
          <Group justify="space-between" className={classes.foot}>
            {before === undefined ? (
              <span />
            ) : (
              <Button
                variant="subtle"
                color="gray"
                c="dimmed"
                px="xs"
                renderRoot={(props) => <Link {...props} to="/welcome" hash={before} />}
              >
                {texts.back}
              </Button>
            )}
            {skip === undefined ? null : (
              <Button variant="subtle" color="gray" c="dimmed" px="xs" onClick={skip}>
                {texts.skip}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

/** A step that is done: what there is now, what else belongs to it, and the way on. */
export function DoneStep({
  step,
  done,
  children,
  goOn,
}: {
  step: SetUpStep;
  done: string;
  children?: ReactNode;
  goOn: () => void;
}) {
  return (
    <StepCard step={step} title={texts.steps[step]}>
      <Group gap="sm" wrap="nowrap" align="flex-start" role="status">
        <IconCircleCheck size={24} color="var(--rouse-resolved)" aria-hidden style={{ flex: 'none' }} />
        <Text fw={550}>{done}</Text>
      </Group>
      {children}
      <Group gap="sm">
        <Button onClick={goOn} data-autofocus>
          {texts.goOn}
        </Button>
      </Group>
    </StepCard>
  );
}

/** For the first step: whoever reads this has done it. */
export function AdminStep({ goOn }: StepProps) {
  return <DoneStep step="admin" done={texts.adminWhy} goOn={goOn} />;
}

/** A step that builds on one that was skipped. */
export function MissingStep({
  step,
  missing,
  goOn,
}: {
  step: SetUpStep;
  missing: SetUpStep;
  goOn: () => void;
}) {
  const isLast = step === SET_UP_STEPS.at(-1);
  return (
    <StepCard
      step={step}
      title={texts.steps[step]}
      why={texts.needs(texts.steps[missing])}
      {...(isLast ? {} : { skip: goOn })}
    >
      <Group>
        <Button renderRoot={(props) => <Link {...props} to="/welcome" hash={missing} />}>
          {texts.goThere}
        </Button>
      </Group>
    </StepCard>
  );
}

/** What went wrong with no field of its own. */
export function StepFault({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <Text size="sm" c="var(--rouse-fault)" role="alert">
      {text}
    </Text>
  );
}
