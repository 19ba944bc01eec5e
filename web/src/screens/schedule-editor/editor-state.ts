import { useEffect, useState } from 'react';
import { faultOf, type Fault } from '../../api/faults';
import type { Schema } from '../../api/client';
import { keepMineOnTop } from '../../schedule-editor/keep-mine';
import { draftOf, isSame, type ScheduleDraft } from '../../schedule-editor/schedule-draft';
import { useKeptDraft } from './kept-draft';
import { useSaving, type Base } from './saving';

/** What an editor is opened with. */
export interface Beginning {
  /** Null: a new schedule. */
  readonly base: Base | null;
  readonly draft: ScheduleDraft;
  /** What counts as untouched. */
  readonly untouched: ScheduleDraft;
}

/** A draft, what it stands on, and what can be done with the two. `schedule` is what the server has, as it changes. */
export function useEditorState(
  schedule: Schema<'Schedule'> | null,
  beginning: Beginning,
  onSaved: (schedule: Schema<'WrittenSchedule'>) => void,
) {
  const [base, setBase] = useState(beginning.base);
  const [draft, setDraft] = useState(beginning.draft);
  const [left, setLeft] = useState<{ base: Base | null; draft: ScheduleDraft } | null>(null);
  const [isAdopted, setAdopted] = useState(false);
  const [submitted, setSubmitted] = useState<ScheduleDraft | null>(null);
  const [written, setWritten] = useState<Schema<'WrittenSchedule'> | null>(null);
  const saving = useSaving(schedule?.id ?? null, setWritten);
  const isDirty = written === null && !isSame(draft, base?.draft ?? beginning.untouched);
  const isNewer = schedule !== null && base !== null && schedule.version > base.version;
  const isOverwritten = isNewer && written === null && !saving.isPending;

  const standOn = (theirs: Schema<'Schedule'>, next: ScheduleDraft) => {
    setBase({ version: theirs.version, draft: draftOf(theirs) });
    setDraft(next);
  };
  if (isOverwritten && !isDirty) {
    standOn(schedule, draftOf(schedule));
    setAdopted(true);
  }
  useKeptDraft(schedule?.id ?? null, useUnsaved(isDirty, base, draft));
  useEffect(() => {
    if (written !== null) onSaved(written);
  }, [written, onSaved]);

  const fault: Fault | null = saving.error === null || submitted !== draft ? null : faultOf(saving.error);
  return {
    base,
    draft,
    setDraft: (next: ScheduleDraft) => {
      setAdopted(false);
      setDraft(next);
    },
    isDirty,
    isAdopted,
    /** What stands at the server while the draft stands on something older; null: nothing stands in the way. */
    newer: isOverwritten && isDirty ? schedule : null,
    fault,
    isSaving: saving.isPending || written !== null,
    save: () => {
      setSubmitted(draft);
      saving.mutate({ draft, base });
    },
    discard: () => setDraft(base?.draft ?? beginning.untouched),
    keepMine: () => {
      if (schedule === null || base === null) return;
      standOn(schedule, keepMineOnTop(base.draft, draft, draftOf(schedule)));
    },
    takeTheirs: () => {
      if (schedule === null) return;
      setLeft({ base, draft });
      standOn(schedule, draftOf(schedule));
    },
    /** Back to what one had before taking theirs; null: nothing to go back to. */
    backToMine:
      left === null
        ? null
        : () => {
            setBase(left.base);
            setDraft(left.draft);
            setLeft(null);
          },
  };
}

/** The same object for as long as nothing changes, so that it is stored once. */
function useUnsaved(isDirty: boolean, base: Base | null, draft: ScheduleDraft) {
  const [unsaved, setUnsaved] = useState<{ base: Base | null; draft: ScheduleDraft } | null>(null);
  if (!isDirty) {
    if (unsaved !== null) setUnsaved(null);
    return null;
  }
  if (unsaved?.draft === draft && unsaved.base === base) return unsaved;
  const next = { base, draft };
  setUnsaved(next);
  return next;
}
