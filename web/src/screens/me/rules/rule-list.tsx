import { ActionIcon, Button, Paper, Select, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Schema } from '../../../api/client';
import { texts } from '../../../texts/paging-rules';
import { isUsable, nameOfMethod } from '../contact/contact-method-words';
import { delaysWith, nextRule, withRule, type Rule } from './rules-draft';
import classes from './rules.module.css';

type Method = Schema<'ContactMethod'>;

const MOST_RULES = 20;

interface RuleListProps {
  rules: readonly Rule[];
  methods: readonly Method[];
  change: (rules: readonly Rule[]) => void;
  /** By the path of the field within the rules: `0.contactMethodId`. */
  faults: Readonly<Record<string, string>>;
  isLocked: boolean;
}

/** The rules of one urgency: which method, and how long after the page. */
export function RuleList({ rules, methods, change, faults, isLocked }: RuleListProps) {
  // What can be used stands first, so that a new rule is one that works.
  const inOrder = [...methods.filter(isUsable), ...methods.filter((method) => !isUsable(method))];
  const next = nextRule(
    rules,
    inOrder.map(({ id }) => id),
  );
  const add = next !== null && rules.length < MOST_RULES ? () => change([...rules, next]) : null;
  if (rules.length === 0)
    return (
      <Paper>
        <Stack gap="sm" align="flex-start">
          <Text size="sm">{texts.defaults}</Text>
          {add === null || isLocked ? null : (
            <Button variant="default" onClick={add}>
              {texts.ownRules}
            </Button>
          )}
        </Stack>
      </Paper>
    );
  return (
    <Paper p={0}>
      <ol className={classes['rules']}>
        {rules.map((rule, place) => (
          <RuleLine
            key={place}
            rule={rule}
            place={place}
            methods={inOrder}
            change={(changed) => change(withRule(rules, place, changed))}
            fault={faults[`${String(place)}.contactMethodId`] ?? faults[String(place)]}
            isLocked={isLocked}
          />
        ))}
      </ol>
      {add === null || isLocked ? null : (
        <div className={classes['add']}>
          <Button variant="subtle" leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
            {texts.add}
          </Button>
        </div>
      )}
    </Paper>
  );
}

interface RuleLineProps {
  rule: Rule;
  place: number;
  methods: readonly Method[];
  change: (rule: Rule | null) => void;
  fault: string | undefined;
  isLocked: boolean;
}

function RuleLine({ rule, place, methods, change, fault, isLocked }: RuleLineProps) {
  const method = methods.find(({ id }) => id === rule.contactMethodId);
  const number = place + 1;
  return (
    <li className={classes['rule']} aria-label={texts.rule(number)}>
      <Select
        className={classes['when'] ?? ''}
        label={texts.when}
        aria-label={`${texts.rule(number)}, ${texts.when}`}
        disabled={isLocked}
        allowDeselect={false}
        data={delaysWith(rule.delaySeconds).map((delay) => ({
          value: String(delay),
          label: texts.after(delay),
        }))}
        value={String(rule.delaySeconds)}
        onChange={(delay) => change({ ...rule, delaySeconds: Number(delay ?? rule.delaySeconds) })}
      />
      <Select
        className={classes['how'] ?? ''}
        label={texts.how}
        aria-label={`${texts.rule(number)}, ${texts.how}`}
        disabled={isLocked}
        allowDeselect={false}
        data={methods.map((one) => ({ value: one.id, label: nameOfMethod(one) }))}
        value={rule.contactMethodId}
        onChange={(contactMethodId) =>
          change({ ...rule, contactMethodId: contactMethodId ?? rule.contactMethodId })
        }
        error={fault}
      />
      <ActionIcon
        className={classes['remove'] ?? ''}
        aria-label={texts.remove(number)}
        disabled={isLocked}
        onClick={() => change(null)}
      >
        <IconTrash size={20} aria-hidden />
      </ActionIcon>
      {method === undefined || isUsable(method) ? null : (
        <Text size="sm" className={classes['flag'] ?? ''}>
          {method.disabledReason === null ? texts.unverified : texts.off}{' '}
          <Link to="/me/$section" params={{ section: 'contact' }} className={classes['link']}>
            {texts.verifyIt}
          </Link>
        </Text>
      )}
    </li>
  );
}
