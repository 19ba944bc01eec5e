import { Button } from '@mantine/core';
import { IconDatabaseExclamation } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { texts } from '../../texts/needs-me';
import { Ask } from './ask';

/** Incidents that page nobody since a restore, for who decides about them. */
export function HeldAsk({ count }: { count: number }) {
  return (
    <Ask
      icon={IconDatabaseExclamation}
      tone="acknowledged"
      title={texts.held(count)}
      actions={
        <Button component={Link} to="/admin/restore">
          {texts.decide}
        </Button>
      }
    >
      {texts.heldWhy}
    </Ask>
  );
}
