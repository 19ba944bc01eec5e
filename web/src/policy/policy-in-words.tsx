import { Text } from '@mantine/core';
import type { Schema } from '../api/client';
import { duration } from '../design/times';
import { texts } from '../texts/policies';
import { conditionWords } from './condition-words';
import { identityOf } from './draft';
import { usePolicies } from './policies';
import classes from './policy.module.css';
import { useTargetNames, wordsOf } from './targets';
import { TargetSign } from './targets-field';

/** A policy in words: its steps, joined by how long each waits, and what happens when all of them were in vain. */
export function PolicyInWords({ policy }: { policy: Schema<'EscalationPolicy'> }) {
  const names = useTargetNames();
  const handsOffTo = usePolicies().data?.find(({ id }) => id === policy.handOffTo);
  return (
    <>
      <ol className={classes.steps}>
        {policy.steps.map(({ targets, escalateAfterSeconds, conditions }, place) => {
          const only = conditionWords(conditions ?? {});
          return (
            <li key={place} className={classes.step}>
              <ul className={classes.targets} aria-label={texts.step(place + 1)}>
                {targets.map((target) => (
                  <li key={identityOf(target)} className={classes.told}>
                    <TargetSign target={target} />
                    <span>{wordsOf(target, names)}</span>
                  </li>
                ))}
              </ul>
              {only === null ? null : (
                <Text size="sm" c="dimmed">
                  {texts.onlyWhen(only)}
                </Text>
              )}
              {place === policy.steps.length - 1 && policy.lastResort.length === 0 ? null : (
                <div className={classes.joint}>
                  {texts.wait} {duration(escalateAfterSeconds * 1000)}
                </div>
              )}
            </li>
          );
        })}
        {policy.lastResort.length === 0 ? null : (
          <li>
            <ul className={classes.targets} aria-label={texts.lastResort}>
              {policy.lastResort.map((target) => (
                <li key={identityOf(target)} className={classes.told}>
                  <TargetSign target={target} />
                  <span>
                    {wordsOf(target, names)} · {texts.lastResort}
                  </span>
                </li>
              ))}
            </ul>
          </li>
        )}
      </ol>
      <Text size="sm">
        {texts.repeat}: {texts.repeatTimes(policy.repeat)}
      </Text>
      <Text size="sm">
        {texts.handOff}: {policy.handOffTo === null ? texts.noHandOff : (handsOffTo?.name ?? '…')}
      </Text>
    </>
  );
}
