import { ActionIcon, Input, Select, Text, VisuallyHidden } from '@mantine/core';
import { IconGripVertical, IconUserPlus, IconX } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { Face } from '../design/person';
import { usePeople, type People } from '../people/people';
import { texts } from '../texts/schedule-editor';
import { texts as peopleTexts } from '../texts/people';
import { useDragOrder } from './drag-order';
import classes from './participants-field.module.css';
import { OrderButtons } from './order-buttons';
import { moved } from './schedule-draft';

const MOST_SHOWN = 40;

/** Who takes turns, in order: add by search, move by buttons or by dragging, take out. */
export function ParticipantsField({
  value,
  onChange,
  teamMembers = [],
  faults = {},
  path = 'participants',
}: {
  value: readonly string[];
  onChange: (participants: string[]) => void;
  /** They are offered first. */
  teamMembers?: readonly string[];
  faults?: Readonly<Record<string, string>>;
  /** Where the list stands in the faults. */
  path?: string;
}) {
  const people = usePeople();
  const label = useId();
  const [said, setSaid] = useState('');
  const nameOf = (id: string) => people.get(id)?.name ?? peopleTexts.somebody;
  const move = (from: number, to: number) => {
    onChange(moved(value, from, to));
    setSaid(texts.movedTo(nameOf(value[from] ?? ''), to + 1, value.length));
  };
  const drag = useDragOrder(move);
  const fault = faults[path];
  return (
    <Input.Wrapper
      label={<span id={label}>{texts.people}</span>}
      labelElement="div"
      size="md"
      description={texts.peopleHint}
      error={fault}
    >
      <ol className={classes.list} aria-labelledby={label}>
        {value.length === 0 ? <li className={classes.nobody}>{texts.nobodyYet}</li> : null}
        {value.map((id, place) => (
          <li
            key={`${id} ${String(value.indexOf(id) === place ? 0 : place)}`}
            className={classes.row}
            {...drag.row(place)}
          >
            <span className={classes.grip} title={texts.drag} {...drag.handle(place)}>
              <IconGripVertical size={16} aria-hidden />
            </span>
            <Face person={{ id, name: nameOf(id) }} size={28} />
            <span className={classes.name}>
              {nameOf(id)}
              {faults[`${path}.${String(place)}`] === undefined ? null : (
                <Text size="sm" c="var(--rouse-fault)">
                  {faults[`${path}.${String(place)}`]}
                </Text>
              )}
            </span>
            <OrderButtons what={nameOf(id)} place={place} count={value.length} move={move} />
            <ActionIcon
              aria-label={texts.remove(nameOf(id))}
              onClick={() => onChange(value.filter((_, other) => other !== place))}
            >
              <IconX size={18} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ol>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      <AddPerson
        people={people}
        taken={value}
        teamMembers={teamMembers}
        add={(id) => onChange([...value, id])}
      />
    </Input.Wrapper>
  );
}

function AddPerson({
  people,
  taken,
  teamMembers,
  add,
}: {
  people: People;
  taken: readonly string[];
  teamMembers: readonly string[];
  add: (id: string) => void;
}) {
  const [search, setSearch] = useState('');
  const offered = [...people.values()].filter(
    ({ id, deletedAt, role }) => deletedAt === null && role !== 'observer' && !taken.includes(id),
  );
  const option = ({ id, name, email }: (typeof offered)[number]) => ({ value: id, label: name, email });
  const inTeam = offered.filter(({ id }) => teamMembers.includes(id)).map(option);
  const others = offered.filter(({ id }) => !teamMembers.includes(id)).map(option);
  const emails = new Map(offered.map(({ id, email }) => [id, email]));
  return (
    <Select
      aria-label={texts.addPerson}
      placeholder={texts.addPersonPlaceholder}
      leftSection={<IconUserPlus size={18} aria-hidden />}
      size="md"
      mt={8}
      searchable
      limit={MOST_SHOWN}
      value={null}
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={texts.noPerson}
      data={
        inTeam.length === 0
          ? others
          : [
              { group: texts.ofTeam, items: inTeam },
              { group: texts.others, items: others },
            ]
      }
      onChange={(id) => {
        if (id !== null) add(id);
        setSearch('');
      }}
      renderOption={({ option: { value: id, label } }) => (
        <span className={classes.option}>
          <Face person={{ id, name: label }} size={24} />
          <span>
            {label}
            <Text size="xs" c="dimmed" component="span" display="block">
              {emails.get(id)}
            </Text>
          </span>
        </span>
      )}
    />
  );
}
