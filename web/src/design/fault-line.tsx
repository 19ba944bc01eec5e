import { Alert } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { faultOf } from '../api/faults';

/**
 * What a form or a button was told instead of what it wanted; nothing while there is no error. The faults of fields that
 * are not `shown` beside their fields stand here.
 */
export function FaultLine({ error, shown = [] }: { error: unknown; shown?: readonly string[] }) {
  if (error === null || error === undefined) return null;
  const fault = faultOf(error);
  const faults = Object.entries(fault.fields);
  const others = faults.filter(([path]) => !shown.includes(path));
  if (faults.length > 0 && others.length === 0) return null;
  const lines =
    others.length > 0
      ? others.map(([path, message]) => (path === '' ? message : `${path}: ${message}`))
      : [fault.detail];
  return (
    <Alert
      role="alert"
      variant="outline"
      color="gray"
      icon={<IconInfoCircle aria-hidden />}
      styles={{
        root: { borderColor: 'var(--rouse-fault)' },
        icon: { color: 'var(--rouse-fault)' },
        message: { color: 'var(--rouse-fault)' },
      }}
    >
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </Alert>
  );
}
