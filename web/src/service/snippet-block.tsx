import { Button, CopyButton, Group } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { texts } from '../texts/states';
import classes from './test-alert.module.css';

/** A text to paste elsewhere, with its lines as they are: long ones scroll. */
export function SnippetBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className={classes.snippet}>
      <pre className={classes.code} tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      <Group justify="flex-end" p={8}>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              aria-label={`${texts.copy} ${label}`}
              leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
            >
              {copied ? texts.copied : texts.copy}
            </Button>
          )}
        </CopyButton>
      </Group>
    </div>
  );
}
