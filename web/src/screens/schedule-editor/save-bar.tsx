import { Button, Text } from '@mantine/core';
import { texts } from '../../texts/schedule-editor';
import classes from './schedule-editor.module.css';

/** The one save, always within reach, with what it would do beside it. */
export function SaveBar({
  says,
  isFault,
  canSave,
  isSaving,
  saveLabel,
  onDiscard,
}: {
  /** What saving would change, or what keeps it from being saved. */
  says: string;
  isFault: boolean;
  canSave: boolean;
  isSaving: boolean;
  saveLabel: string;
  /** Left out where there is nothing to discard. */
  onDiscard: (() => void) | null;
}) {
  return (
    <div className={classes.saveBar}>
      <Text size="sm" fw={550} className={classes.says} {...(isFault ? { c: 'var(--rouse-fault)' } : {})}>
        {says}
      </Text>
      {onDiscard === null ? null : (
        <Button variant="default" onClick={onDiscard} disabled={isSaving}>
          {texts.discard}
        </Button>
      )}
      <Button type="submit" loading={isSaving} disabled={!canSave}>
        {saveLabel}
      </Button>
    </div>
  );
}
