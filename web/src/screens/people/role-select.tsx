import { Select } from '@mantine/core';
import type { Schema } from '../../api/client';
import { texts } from '../../texts/directory';

type Role = Schema<'User'>['role'];

const ROLES = ['observer', 'responder', 'admin'] as const;

/** What somebody may do in the whole organisation, with what the choice means. */
export function RoleSelect({
  label,
  value,
  onChange,
  disabled = false,
}: {
  label: string;
  value: Role;
  onChange: (role: Role) => void;
  disabled?: boolean;
}) {
  return (
    <Select
      label={label}
      description={texts.roleSays[value]}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      allowDeselect={false}
      disabled={disabled}
      data={ROLES.map((role) => ({ value: role, label: texts.roles[role] }))}
      value={value}
      onChange={(next) => {
        const role = ROLES.find((one) => one === next);
        if (role !== undefined) onChange(role);
      }}
    />
  );
}
