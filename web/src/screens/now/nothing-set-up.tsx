import { Button } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { texts } from '../../texts/needs-me';
import { Ask } from './ask';

/** A Rouse that nothing can reach yet, for who can change it. */
export function NothingSetUp() {
  return (
    <Ask
      icon={IconRocket}
      title={texts.nothingSetUp}
      actions={
        <Button component={Link} to="/welcome">
          {texts.setUp}
        </Button>
      }
    >
      {texts.nothingSetUpWhy}
    </Ask>
  );
}
