import { Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData } from '@tanstack/react-query';
import { $api, type Schema } from '../../api/client';
import { Person } from '../../design/person';
import { countdown } from '../../design/times';
import { texts } from '../../texts/welcome';
import classes from './welcome.module.css';

const MOST_LINES = 8;
const ZERO = new Date(0);

/** The minutes at which people would be paged, as the server works them out. */
export function PolicySketch({ draft }: { draft: Schema<'EscalationPolicyInput'> }) {
  const [policy] = useDebouncedValue(draft, 300);
  const simulation = useSimulation(policy);
  return (
    <Stack gap="sm" className={classes.sketch}>
      <Title order={3} size="h3">
        {texts.sketchTitle}
      </Title>
      {simulation === undefined ? (
        <Skeleton height={120} radius="md" />
      ) : simulation.pages.length === 0 ? (
        <Text size="sm">{texts.sketchNobody}</Text>
      ) : (
        <ol className={classes.minutes}>
          {simulation.pages
            .slice(0, MOST_LINES)
            .map(({ afterSeconds, userId, contactMethodId, type, round, step }) => (
              <li key={`${String(round)} ${String(step)} ${contactMethodId} ${String(afterSeconds)}`}>
                <span className={classes.minute}>{countdown(new Date(afterSeconds * 1000), ZERO)}</span>
                <Person id={userId} />
                <span className={classes.way}>{texts.ways[type]}</span>
              </li>
            ))}
        </ol>
      )}
    </Stack>
  );
}

/** Nothing is made by it, so it is asked like any other question. */
function useSimulation(policy: Schema<'EscalationPolicyInput'>): Schema<'PolicySimulation'> | undefined {
  return $api.useQuery(
    'post',
    '/api/v1/escalation-policies/simulate',
    { body: { policy, severity: 'critical' } },
    { placeholderData: keepPreviousData },
  ).data;
}
