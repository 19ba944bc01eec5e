import { Input } from '@mantine/core';
import { WEEKDAYS, type Weekday } from '../../../../src/schedules/rendering/schedule-definition.js';
import { WEEKDAY_NAMES } from '../../texts/schedule-words';
import classes from './day-toggles.module.css';

/** Days of the week to turn on and off. */
export function DayToggles({
  label,
  value,
  onChange,
  error,
}: {
  label: string;
  value: readonly Weekday[];
  onChange: (days: Weekday[]) => void;
  error?: string | undefined;
}) {
  return (
    <Input.Wrapper label={label} labelElement="div" size="md" error={error}>
      <div className={classes.days} role="group" aria-label={label}>
        {WEEKDAYS.map((day) => (
          <button
            key={day}
            type="button"
            className={classes.day}
            aria-pressed={value.includes(day)}
            aria-label={WEEKDAY_NAMES[day]}
            onClick={() =>
              onChange(
                WEEKDAYS.filter((each) => (each === day ? !value.includes(day) : value.includes(each))),
              )
            }
          >
            {WEEKDAY_NAMES[day].slice(0, 2)}
          </button>
        ))}
      </div>
    </Input.Wrapper>
  );
}
