import { Select, Stack } from '@mantine/core';
import { ChoiceCards } from '../design/choice-cards';
import { DurationField } from '../design/duration-field';
import type { Kept } from '../design/kept';
import { draftOf, inputOf } from '../policy/draft';
import classes from '../policy/policy.module.css';
import { usePolicies } from '../policy/policies';
import { TargetSelect } from '../policy/target-select';
import type { Schema } from '../api/client';
import { texts as services } from '../texts/services';
import { texts as policies } from '../texts/policies';
import type { GuidedDraft } from './guided-draft';

const texts = services.guided;

/** The policy that a draft chose among those that are there; null until it has. */
export function usePolicyOf({ policyId }: GuidedDraft): Schema<'EscalationPolicyInput'> | null {
  const policy = usePolicies().data?.find(({ id }) => id === policyId);
  return policy === undefined ? null : inputOf(draftOf(policy));
}

/** A policy that is there, or one that is made now: who first, and who if nobody answers. */
export function WhoIsPaged({
  kept: { draft, change },
  error,
}: {
  kept: Kept<GuidedDraft>;
  error: string | undefined;
}) {
  const known = usePolicies().data;
  const paging = known?.length === 0 ? 'made' : draft.paging;
  return (
    <Stack gap="md">
      {known?.length === 0 ? null : (
        <ChoiceCards
          label={texts.who}
          isLabelShown={false}
          value={paging}
          choices={[
            { value: 'existing', name: texts.existing },
            { value: 'made', name: texts.made },
          ]}
          onChange={(value) => change({ ...draft, paging: value })}
        />
      )}
      {paging === 'existing' ? (
        <Select
          label={texts.policy}
          placeholder={texts.choosePolicy}
          size="md"
          searchable
          limit={60}
          nothingFoundMessage={policies.noMatch}
          data={(known ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.policyId}
          onChange={(policyId) => change({ ...draft, policyId })}
          error={error}
        />
      ) : (
        <>
          <TargetSelect
            label={texts.first}
            placeholder={texts.firstPlaceholder}
            target={draft.first}
            onChange={(first) => change({ ...draft, paging: 'made', first })}
          />
          <div className={classes.fallback}>
            <DurationField
              label={texts.thenAfter}
              seconds={draft.waitSeconds}
              onChange={(waitSeconds) => change({ ...draft, waitSeconds })}
            />
            <TargetSelect
              label={texts.then}
              placeholder={texts.thenPlaceholder}
              target={draft.then}
              isClearable
              onChange={(then) => change({ ...draft, then })}
            />
          </div>
        </>
      )}
    </Stack>
  );
}
