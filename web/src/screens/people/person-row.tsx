import { Text } from '@mantine/core';
import { IconMailForward, IconPhoneCheck, IconPhoneOff, IconPhoneCall } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Schema } from '../../api/client';
import { Face } from '../../design/person';
import { texts } from '../../texts/directory';
import classes from './people.module.css';

/** One person of the directory: who, which role and teams, whether on call now; the whole row leads to their page. */
export function PersonRow({
  person,
  teams,
  onCall,
  phone,
  isInvited,
}: {
  person: Schema<'User'>;
  teams: readonly string[];
  onCall: readonly string[];
  /** Whether a phone is verified; null where one may not know. */
  phone: boolean | null;
  isInvited: boolean;
}) {
  return (
    <li>
      <Link to="/people/$userId" params={{ userId: person.id }} className={classes.row}>
        <Face person={person} size={40} />
        <span className={classes.who}>
          <Text span fw={600} truncate>
            {person.name}
          </Text>
          <Text span size="sm" c="dimmed" truncate>
            {person.email}
          </Text>
        </span>
        <span className={classes.where}>
          <Text span size="sm">
            {texts.roles[person.role]}
          </Text>
          <Text span size="sm" c="dimmed" truncate>
            {teams.length === 0 ? texts.noTeam : teams.join(', ')}
          </Text>
        </span>
        <span className={classes.signs}>
          {onCall.length === 0 ? null : (
            <span className={classes.sign} data-kind="on-call">
              <IconPhoneCall size={16} aria-hidden />
              {texts.onCallFor(onCall.join(', '))}
            </span>
          )}
          {isInvited ? (
            <span className={classes.sign}>
              <IconMailForward size={16} aria-hidden />
              {texts.notHereYet}
            </span>
          ) : null}
          {phone === null || isInvited ? null : (
            <span className={classes.sign}>
              {phone ? <IconPhoneCheck size={16} aria-hidden /> : <IconPhoneOff size={16} aria-hidden />}
              {phone ? texts.phoneVerified : texts.phoneMissing}
            </span>
          )}
        </span>
      </Link>
    </li>
  );
}
