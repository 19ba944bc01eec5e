import { Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { texts } from '../../texts/welcome';
import { PhoneStep } from './phone-step';
import { PolicyStep } from './policy-step';
import { ScheduleStep } from './schedule-step';
import { ServiceStep } from './service-step';
import { SET_UP_STEPS, type SetUpProgress, type SetUpStep } from './set-up-progress';
import { AdminStep, MissingStep } from './step-card';
import { TeamStep } from './team-step';
import { TestStep } from './test-step';
import classes from './welcome.module.css';

/** What a step gets: how far one is, and the way on. */
export interface StepProps {
  readonly progress: SetUpProgress;
  /** To the step after this one. */
  readonly goOn: () => void;
}

/** The steps in a list, and the one that is on: the one in the address, else the first that is not done. */
export function SetUpPath({ progress }: { progress: SetUpProgress }) {
  const hash = useLocation({ select: (location) => location.hash });
  const navigate = useNavigate();
  const current = SET_UP_STEPS.find((step) => step === hash) ?? progress.next ?? 'test';
  const after = SET_UP_STEPS[SET_UP_STEPS.indexOf(current) + 1] ?? 'test';
  useEffect(() => {
    // What was just done stays in sight until one goes on.
    if (hash !== current) void navigate({ to: '/welcome', hash: current, replace: true });
  }, [hash, current, navigate]);
  const goOn = () => void navigate({ to: '/welcome', hash: after });
  return (
    <div className={classes.path}>
      <nav aria-label={texts.progress} className={classes.progress}>
        <Text size="sm" c="dimmed" className={classes.count}>
          {texts.countOf(progress.done.size, SET_UP_STEPS.length)}
        </Text>
        <ol>
          {SET_UP_STEPS.map((step, place) => (
            <li key={step}>
              <StepLink
                step={step}
                number={place + 1}
                isDone={progress.done.has(step)}
                isCurrent={step === current}
              />
            </li>
          ))}
        </ol>
      </nav>
      <div className={classes.step}>
        <Step key={current} step={current} progress={progress} goOn={goOn} />
      </div>
    </div>
  );
}

function StepLink({
  step,
  number,
  isDone,
  isCurrent,
}: {
  step: SetUpStep;
  number: number;
  isDone: boolean;
  isCurrent: boolean;
}) {
  return (
    <Link
      to="/welcome"
      hash={step}
      className={classes.link}
      data-done={isDone || undefined}
      data-current={isCurrent || undefined}
      aria-current={isCurrent ? 'step' : undefined}
    >
      <span className={classes.number} aria-hidden>
        {isDone ? <IconCheck size={16} /> : number}
      </span>
      <span className={classes.name}>{texts.steps[step]}</span>
      <span className={classes.hidden}> ({isDone ? texts.state.done : texts.state.open})</span>
    </Link>
  );
}

/** What a step builds on, in the order in which to ask for it. */
const NEEDS: Readonly<Record<SetUpStep, readonly SetUpStep[]>> = {
  admin: [],
  team: [],
  schedule: ['team'],
  phone: [],
  policy: ['team', 'schedule'],
  service: ['team', 'policy'],
  test: ['team', 'policy', 'service'],
};

function Step({ step, ...props }: StepProps & { step: SetUpStep }) {
  const missing = NEEDS[step].find((needed) => !props.progress.done.has(needed));
  if (missing !== undefined) return <MissingStep step={step} missing={missing} goOn={props.goOn} />;
  switch (step) {
    case 'admin':
      return <AdminStep {...props} />;
    case 'team':
      return <TeamStep {...props} />;
    case 'schedule':
      return <ScheduleStep {...props} />;
    case 'phone':
      return <PhoneStep {...props} />;
    case 'policy':
      return <PolicyStep {...props} />;
    case 'service':
      return <ServiceStep {...props} />;
    case 'test':
      return <TestStep {...props} />;
  }
}
