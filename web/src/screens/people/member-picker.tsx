import { Select } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { usePeople } from '../../people/people';
import { texts } from '../../texts/directory';

/** Adds somebody of the directory, found by typing. */
export function MemberPicker({
  without,
  onPick,
}: {
  without: readonly string[];
  onPick: (userId: string) => void;
}) {
  const people = usePeople();
  return (
    <Select
      label={texts.addMember}
      placeholder={texts.addMemberHint}
      leftSection={<IconUserPlus size={18} aria-hidden />}
      searchable
      limit={50}
      value={null}
      data={[...people.values()]
        .filter(({ id }) => !without.includes(id))
        .map(({ id, name, email }) => ({ value: id, label: `${name} · ${email}` }))}
      onChange={(userId) => {
        if (userId !== null) onPick(userId);
      }}
    />
  );
}
