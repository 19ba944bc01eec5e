import { Select } from '@mantine/core';
import type { PermissionName } from '../../../src/access/permission-table.js';
import { useMay } from '../session/session';
import { useTeams } from './teams';

const NO_TEAM = 'none';

/** Whose something is: a team whose things of that kind the reader may change, no team, or whose it is already. */
export function OwnerSelect({
  label,
  description,
  noTeam,
  permission,
  value,
  onChange,
  error,
}: {
  label: string;
  description: string;
  /** What it is called when it is nobody's. */
  noTeam: string;
  /** What one must be allowed for the team to choose it. */
  permission: PermissionName;
  value: string | null;
  onChange: (teamId: string | null) => void;
  error: string | undefined;
}) {
  const may = useMay();
  const mayOwn = (teamId: string | null) => teamId === value || may(permission, { teamId });
  const teams = (useTeams().data ?? []).filter(({ id }) => mayOwn(id));
  return (
    <Select
      label={label}
      description={description}
      size="md"
      searchable
      allowDeselect={false}
      data={[
        ...(mayOwn(null) ? [{ value: NO_TEAM, label: noTeam }] : []),
        ...teams.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={value ?? NO_TEAM}
      onChange={(chosen) => onChange(chosen === null || chosen === NO_TEAM ? null : chosen)}
      error={error}
    />
  );
}
