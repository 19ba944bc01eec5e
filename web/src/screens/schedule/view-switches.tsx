import { Group, SegmentedControl } from '@mantine/core';
import { useSession } from '../../session/session';
import { texts } from '../../texts/schedules';
import { useIsPhone } from './is-phone';
import classes from './schedule-screen.module.css';

/** A timeline to drag on, or a list day by day. */
export type Form = 'timeline' | 'list';

/** In whose time it is shown, where there is a choice, and whether as a timeline or as a list. */
export function ViewSwitches({
  zone,
  scheduleZone,
  form,
  onZone,
  onForm,
}: {
  zone: string;
  scheduleZone: string;
  form: Form;
  onZone: (zone: string) => void;
  onForm: (form: Form) => void;
}) {
  const own = useSession().timeZone;
  const isPhone = useIsPhone();
  const classNames = { root: classes.switch ?? '', label: classes.switchLabel ?? '' };
  return (
    <Group gap="xs">
      {own === scheduleZone ? null : (
        <SegmentedControl
          aria-label={texts.zone}
          classNames={classNames}
          data={[
            { value: own, label: texts.ownZone },
            { value: scheduleZone, label: scheduleZone },
          ]}
          value={zone}
          onChange={onZone}
        />
      )}
      {isPhone ? null : (
        <SegmentedControl
          aria-label={texts.form}
          classNames={classNames}
          data={[
            { value: 'timeline' satisfies Form, label: texts.timeline },
            { value: 'list' satisfies Form, label: texts.list },
          ]}
          value={form}
          onChange={(value) => {
            onForm(value === 'list' ? 'list' : 'timeline');
          }}
        />
      )}
    </Group>
  );
}
