import { Text } from '@mantine/core';
import { IconChevronDown, IconRobot, IconServer } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { Schema } from '../../api/client';
import { Face } from '../../design/person';
import { Time } from '../../design/time';
import { texts } from '../../texts/audit-log';
import classes from './admin.module.css';
import { differencesOf } from './audit-difference';
import { sentenceOf } from './audit-sentence';

type Entry = Schema<'AuditLogEntry'>;

/** One entry as a sentence; opened, with what changed from what to what. */
export function AuditEntry({ entry }: { entry: Entry }) {
  const [isOpen, setOpen] = useState(false);
  const details = useId();
  return (
    <li>
      <button
        type="button"
        className={classes.entry}
        aria-expanded={isOpen}
        aria-controls={details}
        onClick={() => setOpen(!isOpen)}
      >
        <ActorSign entry={entry} />
        <span>
          <Text span fw={600}>
            {entry.actor}
          </Text>{' '}
          {sentenceOf(entry.action, entry.before, entry.after)}
        </span>
        <Text span size="sm" c="dimmed" className={classes.when}>
          <Time at={entry.at} relative />
        </Text>
        <IconChevronDown size={20} aria-hidden />
      </button>
      <div id={details} hidden={!isOpen} className={classes.details}>
        {isOpen ? <Details entry={entry} /> : null}
      </div>
    </li>
  );
}

function ActorSign({ entry: { actorKind, actorUserId, actor } }: { entry: Entry }) {
  if (actorKind === 'person') return <Face person={{ id: actorUserId ?? '', name: actor }} size={28} />;
  return (
    <span className={classes.sign}>
      {actorKind === 'service' ? <IconRobot size={16} aria-hidden /> : <IconServer size={16} aria-hidden />}
    </span>
  );
}

function Details({ entry }: { entry: Entry }) {
  const differences = differencesOf(entry.before, entry.after);
  const facts = [
    [texts.entry, entry.action],
    [texts.object, `${entry.objectType} ${entry.objectId}`],
    [texts.reason, entry.reason],
    [texts.source, entry.sourceAddress],
    [texts.request, entry.requestId],
  ] as const;
  return (
    <>
      {differences.length === 0 ? (
        <Text size="sm" c="dimmed">
          {texts.nothingChanged}
        </Text>
      ) : (
        <table className={classes.difference}>
          <thead>
            <tr>
              <th scope="col">{texts.field}</th>
              <th scope="col">{texts.before}</th>
              <th scope="col">{texts.after}</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ path, before, after }) => (
              <tr key={path}>
                <th scope="row">{path}</th>
                <td>{before === null ? <Nothing /> : <del className={classes.was}>{before}</del>}</td>
                <td>{after ?? <Nothing />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <dl className={classes.facts}>
        {facts.map(([name, value]) =>
          value === null || value === '' ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </>
  );
}

function Nothing() {
  return (
    <Text span inherit c="dimmed">
      {texts.gone}
    </Text>
  );
}
