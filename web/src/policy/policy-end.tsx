import { NativeSelect, Paper, Stack, Text, Title } from '@mantine/core';
import { texts } from '../texts/policies';
import { faultBelow } from './faults-below';
import type { PartProps } from './policy-editor';
import { usePolicies } from './policies';
import { useLastResortGroups } from './targets';
import { TargetsField } from './targets-field';

const MOST_ROUNDS = 9;

/** What happens when nobody answers any step: again, another policy, the last resort. */
export function PolicyEnd({ draft, change, fields, ownId }: PartProps & { ownId: string | null }) {
  const policies = (usePolicies().data ?? []).filter(({ id }) => id !== ownId);
  const groups = useLastResortGroups();
  return (
    <Paper component="section" aria-labelledby="policy-end">
      <Stack gap="md">
        <Title order={2} size="h3" id="policy-end">
          {texts.endTitle}
        </Title>
        <NativeSelect
          label={texts.repeat}
          size="md"
          value={String(draft.repeat)}
          data={Array.from({ length: MOST_ROUNDS + 1 }, (_, times) => ({
            value: String(times),
            label: texts.repeatTimes(times),
          }))}
          onChange={({ currentTarget: { value } }) => change({ ...draft, repeat: Number(value) })}
          error={fields['repeat']}
        />
        <NativeSelect
          label={texts.handOff}
          size="md"
          value={draft.handOffTo ?? ''}
          data={[
            { value: '', label: texts.noHandOff },
            ...policies.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            change({ ...draft, handOffTo: value === '' ? null : value })
          }
          error={fields['handOffTo']}
        />
        <div>
          <Text fw={500} mb={4} aria-hidden>
            {texts.lastResort}
          </Text>
          <TargetsField
            label={texts.lastResort}
            placeholder={texts.lastResortPlaceholder}
            description={texts.lastResortHint}
            targets={draft.lastResort}
            groups={groups}
            onChange={(lastResort) => change({ ...draft, lastResort })}
            error={faultBelow(fields, 'lastResort')}
          />
        </div>
      </Stack>
    </Paper>
  );
}
