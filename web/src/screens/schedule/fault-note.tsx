import { Text } from '@mantine/core';
import type { Fault } from '../../api/faults';

/** What the server refused, as far as it does not stand beside a field. */
export function FaultNote({ fault, shown }: { fault: Fault | null; shown: readonly string[] }) {
  if (fault === null) return null;
  const others = Object.entries(fault.fields).filter(([path]) => !shown.includes(path));
  const isSaidElsewhere = Object.keys(fault.fields).length > 0 && others.length === 0;
  if (isSaidElsewhere) return null;
  const said = others.length > 0 ? others.map(([, message]) => message).join(' ') : fault.detail;
  return (
    <Text size="sm" role="alert" c="var(--rouse-fault)">
      {said}
    </Text>
  );
}
