import { Button } from '@mantine/core';
import { Empty } from '../design/states';
import { Page } from '../design/page';
import { texts } from '../texts/faults';

/** An address at which there is nothing. */
export function NoSuchScreen() {
  return (
    <Page title={texts.notFound}>
      <Empty title={texts.notFoundDetail} />
    </Page>
  );
}

/** A screen whose code failed; the frame still stands. */
export function BrokenScreen() {
  return (
    <Page title={texts.broken}>
      <Empty
        title={texts.brokenDetail}
        action={
          <Button variant="default" onClick={() => location.reload()}>
            {texts.reload}
          </Button>
        }
      />
    </Page>
  );
}
