import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { faultOf } from '../../api/faults';
import { Page } from '../../design/page';
import { Empty, Failed, Loading } from '../../design/states';
import { clockTime } from '../../design/times';
import { useSimulator } from '../../phones/simulator';
import { useSession } from '../../session/session';
import { texts } from '../../texts/phones';
import { Phones } from './phones';
import classes from './phones.module.css';

/** The simulator's phones side by side, and the guide through a page. */
export default function PhonesScreen() {
  const simulator = useSimulator();
  return (
    <Page
      title={texts.title}
      wide
      actions={
        <Text size="sm" c="dimmed">
          {texts.simulated}
        </Text>
      }
    >
      <Content simulator={simulator} />
    </Page>
  );
}

function Content({ simulator }: { simulator: ReturnType<typeof useSimulator> }) {
  const { error, isPending, phones, knownAt } = simulator;
  const zone = useSession().timeZone;
  if (error !== null && faultOf(error).status === 404)
    return (
      <Empty title={texts.twilioTitle}>
        <Text size="sm">{texts.twilioDetail}</Text>
      </Empty>
    );
  if (error !== null && (knownAt === 0 || faultOf(error).status === 403)) return <Failed error={error} />;
  if (isPending) return <Loading rows={1} height={580} />;
  return (
    <div>
      <div role="status">
        {error === null ? null : (
          <p className={classes.old}>{texts.old(clockTime(new Date(knownAt), new Date(), zone))}</p>
        )}
      </div>
      {phones.length === 0 ? (
        <Empty
          title={texts.nobodyTitle}
          action={
            <Button component={Link} to="/welcome">
              {texts.nobodyAction}
            </Button>
          }
        >
          <Text size="sm">{texts.nobodyDetail}</Text>
        </Empty>
      ) : (
        <Phones simulator={simulator} />
      )}
    </div>
  );
}
