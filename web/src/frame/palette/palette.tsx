import { createSpotlight, Spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.layer.css';
import { IconSearch } from '@tabler/icons-react';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { texts } from '../../texts/palette';
import { groupsOf, type PaletteItem } from './palette-items';
import classes from './palette.module.css';
import { useFound } from './use-found';
import { useIncidentsOfMine } from './use-incidents-of-mine';
import { useOwnItems } from './use-own-items';

const [store, spotlight] = createSpotlight();

/** One typing must not be one search each letter. */
const TYPING_MS = 150;

/** Reaches every place, thing and act by a few letters. @param asked opens it, each time it grows */
export default function Palette({ asked, showKeys }: { asked: number; showKeys: () => void }) {
  const [typed, setTyped] = useState('');
  const [wanted] = useDebouncedValue(typed.trim(), TYPING_MS);
  useEffect(() => {
    if (asked > 0) spotlight.open();
  }, [asked]);
  const own = useOwnItems(typed, showKeys);
  const mine = useIncidentsOfMine(typed);
  const { found, isLooking } = useFound(wanted);
  const groups = groupsOf([...mine, ...found, ...own]);
  const isSettled = !isLooking && wanted === typed.trim();
  return (
    <Spotlight.Root
      store={store}
      query={typed}
      onQueryChange={setTyped}
      shortcut={null}
      clearQueryOnClose
      scrollable
      maxHeight="min(480px, 60dvh)"
      transitionProps={{ duration: 80 }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      yOffset="12dvh"
      classNames={classes}
      attributes={{ content: { 'aria-label': texts.label } }}
    >
      <Spotlight.Search
        placeholder={texts.placeholder}
        aria-label={texts.label}
        leftSection={<IconSearch size={20} stroke={1.75} aria-hidden />}
      />
      <Spotlight.ActionsList aria-label={texts.results}>
        {groups.map(({ group, items }) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {items.map((item) => (
              <PaletteLine key={item.key} item={item} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 ? (
          <Spotlight.Empty>{isSettled ? texts.nothing(typed.trim()) : texts.looking}</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function PaletteLine({ item: { label, hint, icon: Sign, run } }: { item: PaletteItem }) {
  return (
    <Spotlight.Action
      label={label}
      onClick={() => {
        run();
      }}
      leftSection={<Sign size={20} stroke={1.75} aria-hidden />}
      {...(hint === undefined ? {} : { description: hint })}
    />
  );
}
