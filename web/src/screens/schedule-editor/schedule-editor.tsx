import { Alert, Button, Group } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import type { Schema } from '../../api/client';
import type { Fault } from '../../api/faults';
import { useResting } from '../../design/resting';
import { useDraftPreview, usePreviewWindow, type DraftPreview } from '../../schedule-editor/draft-preview';
import { useNames } from '../../schedule-editor/names';
import { texts } from '../../texts/schedule-editor';
import { BasicsFields } from './basics-fields';
import { ConflictPanel, useWhoSaved } from './conflict-panel';
import { differenceInWords } from './difference-words';
import { useEditorState, type Beginning } from './editor-state';
import { LayerList } from './layer-list';
import { PreviewPane } from './preview-pane';
import { SaveBar } from './save-bar';
import classes from './schedule-editor.module.css';

const DAYS = 28;

/** The editor of a schedule: its fields on one side, what they mean on the other, one save for all of it. */
export function ScheduleEditor({
  schedule,
  beginning,
  onSaved,
  templates,
}: {
  /** What the server has, as it changes; null: a new one. */
  schedule: Schema<'Schedule'> | null;
  beginning: Beginning;
  onSaved: (schedule: Schema<'WrittenSchedule'>) => void;
  /** What a new one can begin with. */
  templates?: (state: ReturnType<typeof useEditorState>) => ReactNode;
}) {
  const state = useEditorState(schedule, beginning, onSaved);
  const { draft, setDraft, newer, fault, base } = state;
  const resting = useResting(state.isSaving);
  const window = usePreviewWindow(DAYS);
  const preview = useDraftPreview(draft, window, schedule?.id);
  const faults = faultsOf(preview, fault, newer !== null);
  const form = useFaultFocus(fault);
  const says = useSays(state, preview, schedule === null);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        state.save();
      }}
    >
      {newer === null || base === null ? null : (
        <ConflictPanel
          base={base.draft}
          draft={draft}
          theirs={newer}
          onTakeTheirs={state.takeTheirs}
          onKeepMine={state.keepMine}
          hasFocus={fault?.status === 409}
        />
      )}
      {schedule !== null && state.isAdopted ? <Adopted schedule={schedule} /> : null}
      {state.backToMine === null || newer !== null || state.isDirty ? null : (
        <Alert color="gray" mb="md" role="status" title={texts.tookTheirs}>
          <Button variant="default" onClick={state.backToMine}>
            {texts.mineAgain}
          </Button>
        </Alert>
      )}
      <div className={classes.editor}>
        <div className={classes.form} {...resting}>
          <BasicsFields draft={draft} onChange={setDraft} faults={faults} />
          {templates?.(state)}
          <LayerList draft={draft} onChange={setDraft} faults={faults} window={window} />
        </div>
        <PreviewPane draft={draft} preview={preview} window={window} />
      </div>
      <SaveBar
        {...says}
        canSave={newer === null && (state.isDirty || schedule === null)}
        isSaving={state.isSaving}
        saveLabel={schedule === null ? texts.saveNew : texts.save}
        onDiscard={state.isDirty && newer === null ? state.discard : null}
      />
    </form>
  );
}

function Adopted({ schedule }: { schedule: Schema<'Schedule'> }) {
  const who = useWhoSaved(schedule);
  return (
    <Group mb="md">
      <Alert color="gray" role="status" w="100%">
        {who} {texts.youSeeIt}
      </Alert>
    </Group>
  );
}

/** What is wrong with which field: as the preview found it, or the last save. */
function faultsOf(
  { fault: found }: DraftPreview,
  fault: Fault | null,
  isOverwritten: boolean,
): Readonly<Record<string, string>> {
  const isNameTaken = fault?.status === 409 && !isOverwritten;
  return { ...found?.fields, ...fault?.fields, ...(isNameTaken ? { name: fault.detail } : {}) };
}

/** Leads to the first field that a save found fault with. */
function useFaultFocus(fault: Fault | null) {
  const form = useRef<HTMLFormElement>(null);
  const key = fault === null ? '' : JSON.stringify(fault.fields);
  useEffect(() => {
    if (key === '' || key === '{}') return;
    const field = form.current?.querySelector('[aria-invalid="true"]');
    if (field instanceof HTMLElement) field.focus();
  }, [key]);
  return form;
}

function useSays(
  { newer, fault, isDirty }: ReturnType<typeof useEditorState>,
  preview: DraftPreview,
  isNew: boolean,
): { says: string; isFault: boolean } {
  const nameOf = useNames();
  if (newer !== null) return { says: texts.chooseFirst, isFault: true };
  if (fault !== null) return { says: `${texts.notSaved} ${fault.detail}`, isFault: true };
  const count = Object.keys(preview.fault?.fields ?? {}).length;
  if (count > 0) return { says: texts.faults(count), isFault: true };
  if (preview.fault !== null) return { says: preview.fault.title, isFault: true };
  if (isNew) return { says: texts.unsaved, isFault: false };
  if (!isDirty) return { says: texts.nothingToSave, isFault: false };
  const words = preview.last === null ? null : differenceInWords(preview.last, nameOf);
  return { says: preview.isOld ? texts.lookingAhead : (words ?? texts.noDifference), isFault: false };
}
