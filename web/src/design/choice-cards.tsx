import { Radio, Stack, Text } from '@mantine/core';
import classes from './choice-cards.module.css';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly name: string;
  readonly says?: string;
}

/** One of a few, each with a sentence of what it means. */
export function ChoiceCards<Value extends string>({
  label,
  isLabelShown = true,
  choices,
  value,
  onChange,
  error,
}: {
  label: string;
  isLabelShown?: boolean;
  choices: readonly Choice<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  error?: string | undefined;
}) {
  return (
    <Radio.Group
      {...(isLabelShown ? { label } : { 'aria-label': label })}
      value={value}
      error={error}
      onChange={(chosen) => {
        const found = choices.find((choice) => choice.value === chosen);
        if (found !== undefined) onChange(found.value);
      }}
    >
      <Stack gap={8} mt={isLabelShown ? 8 : 0}>
        {choices.map((choice) => (
          <Radio.Card key={choice.value} value={choice.value} className={classes.card ?? ''}>
            <Radio.Indicator aria-hidden />
            <span>
              <Text span fw={550} display="block">
                {choice.name}
              </Text>
              {choice.says === undefined ? null : (
                <Text span size="sm" c="dimmed" display="block">
                  {choice.says}
                </Text>
              )}
            </span>
          </Radio.Card>
        ))}
      </Stack>
    </Radio.Group>
  );
}
