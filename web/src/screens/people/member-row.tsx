import { ActionIcon, Select, Text } from '@mantine/core';
import { IconPhoneCall, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Schema } from '../../api/client';
import { Face, usePerson } from '../../design/person';
import { texts } from '../../texts/directory';
import classes from './people.module.css';

type Member = Schema<'Team'>['members'][number];

const ROLES = ['manager', 'member'] as const;

/** One member of a team, with their role; with `onRole` and `onRemove` for whoever may change it. */
export function MemberRow({
  member,
  onCall = [],
  isBusy = false,
  onRole,
  onRemove,
}: {
  member: Member;
  onCall?: readonly string[];
  isBusy?: boolean;
  onRole?: (role: Member['role']) => void;
  onRemove?: () => void;
}) {
  const person = usePerson(member.userId);
  return (
    <li className={classes.line}>
      <div className={classes.lineWho}>
        <Face person={person} size={36} />
        <div className={classes.who}>
          <Link to="/people/$userId" params={{ userId: member.userId }} className={classes.name}>
            {person.name}
          </Link>
          {onCall.length === 0 ? null : (
            <span className={classes.sign} data-kind="on-call">
              <IconPhoneCall size={16} aria-hidden />
              {texts.onCallFor(onCall.join(', '))}
            </span>
          )}
        </div>
      </div>
      <div className={classes.lineEnd}>
        {onRole === undefined ? (
          <Text size="sm" c="dimmed">
            {texts.teamRoles[member.role]}
          </Text>
        ) : (
          <Select
            aria-label={texts.roleOf(person.name)}
            w={136}
            size="md"
            allowDeselect={false}
            disabled={isBusy}
            data={ROLES.map((role) => ({ value: role, label: texts.teamRoles[role] }))}
            value={member.role}
            onChange={(next) => {
              const role = ROLES.find((one) => one === next);
              if (role !== undefined && role !== member.role) onRole(role);
            }}
          />
        )}
        {onRemove === undefined ? null : (
          <ActionIcon onClick={onRemove} disabled={isBusy} aria-label={texts.removeMember(person.name)}>
            <IconX size={20} aria-hidden />
          </ActionIcon>
        )}
      </div>
    </li>
  );
}
