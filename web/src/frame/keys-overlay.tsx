import { Modal, Stack, Title } from '@mantine/core';
import { INCIDENT_KEYS } from '../incident/keys';
import { texts } from '../texts/keys';
import { commandKey } from './frame-keys';
import classes from './shell.module.css';

interface Key {
  readonly key: string;
  readonly does: string;
}

const EVERYWHERE: readonly Key[] = [
  { key: `${commandKey} K`, does: texts.palette },
  { key: '?', does: texts.overlay },
  { key: 'Esc', does: texts.close },
];

/** Which keys do what, over whatever is on the screen. */
export default function KeysOverlay({ close }: { close: () => void }) {
  return (
    <Modal opened onClose={close} title={texts.title} closeButtonProps={{ 'aria-label': texts.close }}>
      <Stack gap="lg">
        <Keys title={texts.everywhere} keys={EVERYWHERE} />
        <Keys title={texts.onIncident} keys={INCIDENT_KEYS.filter(({ where }) => where === 'incident')} />
        <Keys title={texts.inLists} keys={INCIDENT_KEYS.filter(({ where }) => where === 'list')} />
      </Stack>
    </Modal>
  );
}

function Keys({ title, keys }: { title: string; keys: readonly Key[] }) {
  return (
    <Stack gap="sm">
      <Title order={3}>{title}</Title>
      <dl className={classes.keys}>
        {keys.map(({ key, does }) => (
          <Line key={key} press={key} does={does} />
        ))}
      </dl>
    </Stack>
  );
}

function Line({ press, does }: { press: string; does: string }) {
  return (
    <>
      <dt>
        {press.split(' ').map((each) => (
          <kbd key={each} className={classes.kbd}>
            {each}
          </kbd>
        ))}
      </dt>
      <dd>{does}</dd>
    </>
  );
}
