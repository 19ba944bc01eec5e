import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import { dropStoredDraft, storeDraft, type StoredDraft } from '../../schedule-editor/stored-draft';
import { useSession } from '../../session/session';
import { texts } from '../../texts/schedule-editor';

const KEPT_AFTER_MS = 300;

/**
 * Keeps what is not saved in this browser, through reloads and until one comes back, and says so to whoever leaves.
 * @param unsaved null: there is nothing to keep
 */
export function useKeptDraft(scheduleId: string | null, unsaved: Omit<StoredDraft, 'savedAt'> | null): void {
  const { id } = useSession();
  const latest = useRef(unsaved);
  useEffect(() => {
    latest.current = unsaved;
    const keep = () => {
      const now = latest.current;
      if (now === null) dropStoredDraft(id, scheduleId);
      else storeDraft(id, scheduleId, { ...now, savedAt: new Date().toISOString() });
    };
    const timer = setTimeout(keep, KEPT_AFTER_MS);
    addEventListener('pagehide', keep);
    return () => {
      clearTimeout(timer);
      removeEventListener('pagehide', keep);
    };
  }, [unsaved, id, scheduleId]);
  useEffect(
    () => () => {
      const left = latest.current;
      if (left === null) return;
      storeDraft(id, scheduleId, { ...left, savedAt: new Date().toISOString() });
      const name = left.draft.name.trim() === '' ? texts.newDraftName : left.draft.name;
      notifications.show({ message: texts.draftKept(name), color: 'gray' });
    },
    [id, scheduleId],
  );
}
