import type { Difference, LayerField } from '../../schedule-editor/schedule-differences';
import { durationInWords, hoursInWords, layerInWords } from '../../schedule-editor/rotation-pattern';
import { useNames } from '../../schedule-editor/names';
import type { LayerDraft } from '../../schedule-editor/schedule-draft';
import { useTeams } from '../../people/teams';
import { fields, texts } from '../../texts/schedule-editor';
import classes from './schedule-editor.module.css';

/** In what two versions differ, line by line: what it was, what it is. */
export function DifferenceList({
  differences,
  contested,
}: {
  differences: readonly Difference[];
  /** What the other side changed too. */
  contested: ReadonlySet<string>;
}) {
  const nameOf = useNames();
  const teams = useTeams().data ?? [];
  const team = (id: string | null) => teams.find((each) => each.id === id)?.name ?? texts.noTeam;
  if (differences.length === 0) return <p className={classes.nothing}>{texts.noChanges}</p>;
  return (
    <ul className={classes.differences}>
      {differences.map((difference) => {
        const { where, before, after } = lineOf(difference, nameOf, team);
        return (
          <li key={difference.key} data-contested={contested.has(difference.key) || undefined}>
            <b>{where}</b>
            <span>
              {before === null ? null : <del>{before}</del>} {after === null ? null : <ins>{after}</ins>}
            </span>
            {contested.has(difference.key) ? <em>{texts.bothChanged}</em> : null}
          </li>
        );
      })}
    </ul>
  );
}

function lineOf(
  difference: Difference,
  nameOf: (id: string) => string,
  team: (id: string | null) => string,
): { where: string; before: string | null; after: string | null } {
  switch (difference.kind) {
    case 'schedule': {
      const say = (value: string | null) => (difference.field === 'teamId' ? team(value) : (value ?? ''));
      return {
        where: fields[difference.field],
        before: say(difference.before),
        after: say(difference.after),
      };
    }
    case 'order':
      return {
        where: fields.order,
        before: difference.before.join(', '),
        after: difference.after.join(', '),
      };
    case 'added':
      return {
        where: difference.layer.name,
        before: null,
        after: `${fields.added}: ${layerInWords(difference.layer)}`,
      };
    case 'removed':
      return { where: difference.layer.name, before: layerInWords(difference.layer), after: fields.removed };
    case 'layer': {
      const { field, before, after } = difference;
      const where = texts.fieldOfLayer(before.name, fields[field]);
      return { where, before: valueOf(field, before, nameOf), after: valueOf(field, after, nameOf) };
    }
  }
}

function valueOf(field: LayerField, layer: LayerDraft, nameOf: (id: string) => string): string {
  switch (field) {
    case 'participants':
      return layer.participants.map(nameOf).join(', ');
    case 'handoff':
      return layerInWords({ ...layer, restrictions: [], shiftDuration: null });
    case 'restrictions':
      return layer.restrictions.length === 0
        ? fields.always
        : layer.restrictions.map(hoursInWords).join(', ');
    case 'shiftDuration':
      return layer.shiftDuration === null ? fields.untilNext : durationInWords(layer.shiftDuration);
    case 'onAbsence':
      return layer.onAbsence === 'cover' ? texts.absenceCover : texts.absenceGap;
    case 'endsAt':
      return layer.endsAt?.replace('T', ' ') ?? fields.never;
    case 'startsAt':
      return layer.startsAt.replace('T', ' ');
    case 'name':
      return layer.name;
  }
}
