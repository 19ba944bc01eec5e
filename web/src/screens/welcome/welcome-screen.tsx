import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Page } from '../../design/page';
import { Empty, Loading } from '../../design/states';
import { useMay } from '../../session/session';
import { texts } from '../../texts/welcome';
import { useSetUpProgress } from './set-up-progress';
import { SetUpPath } from './set-up-path';
import { ZoneHint } from './zone-hint';

/** The first five minutes: from a first admin to a page that was answered. */
export default function WelcomeScreen() {
  const isAdmin = useMay()('team.create');
  const progress = useSetUpProgress({ evenIfDone: true });
  if (!isAdmin)
    return (
      <Page title={texts.title}>
        <Empty
          title={texts.forAdmins}
          action={
            <Button component={Link} to="/me">
              {texts.toMe}
            </Button>
          }
        >
          <Text size="sm">{texts.forAdminsDetail}</Text>
        </Empty>
      </Page>
    );
  return (
    <Page title={progress?.next === null ? texts.doneTitle : texts.title}>
      {progress !== null && progress.team === null ? <ZoneHint /> : null}
      {progress === null ? <Loading rows={1} height={400} /> : <SetUpPath progress={progress} />}
    </Page>
  );
}
