import { Button, Kbd, Paper, Textarea } from '@mantine/core';
import { readSessionStorageValue, useSessionStorage } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { useDeedsInHand } from '../../incident/deeds-in-hand';
import type { IncidentDeeds } from '../../incident/use-incident-deeds';
import { useMay } from '../../session/session';
import { texts } from '../../texts/incident-screen';
import classes from './incident.module.css';

/** Where the field is, for the key that leads to it. */
export const NOTE_FIELD_ID = 'incident-note';

/** Says something about the incident; what is written survives a reload, and goes away when the server has it. */
export function NoteForm({ act, incidentId }: { act: IncidentDeeds['act']; incidentId: string }) {
  const may = useMay();
  const kept = { key: `rouse.note.${incidentId}`, defaultValue: '' };
  const [draft, setDraft] = useSessionStorage(kept);
  const [fault, setFault] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const isSending = useDeedsInHand().some(
    (each) => each.incidentId === incidentId && each.deed.kind === 'note',
  );
  const add = async () => {
    if (isSending || draft.trim() === '') return;
    const refused = await act({ kind: 'note', text: draft }, () => form.current !== null);
    setFault(refused === null ? null : (refused.fields['text'] ?? refused.detail));
    if (refused !== null) return;
    // What was written meanwhile stays.
    const written = readSessionStorageValue(kept);
    if (written.startsWith(draft)) setDraft(written.slice(draft.length).trimStart());
  };
  if (!may('incident.respond')) return null;
  return (
    <Paper
      component="form"
      ref={form}
      className={classes.note}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Textarea
        id={NOTE_FIELD_ID}
        label={
          <>
            {texts.note}{' '}
            <Kbd size="xs" visibleFrom="sm" aria-hidden>
              n
            </Kbd>
          </>
        }
        aria-keyshortcuts="n"
        placeholder={texts.noteHint}
        autosize
        minRows={1}
        maxRows={10}
        size="md"
        value={draft}
        error={fault}
        onChange={(event) => {
          setDraft(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void add();
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      {draft.trim() === '' ? null : (
        <Button type="submit" variant="default" loading={isSending}>
          {texts.noteAdd}
        </Button>
      )}
    </Paper>
  );
}
