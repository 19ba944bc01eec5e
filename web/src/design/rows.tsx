import { Button, Stack, Text } from '@mantine/core';
import { useState, type ReactElement, type ReactNode } from 'react';
import classes from './rows.module.css';

const AT_ONCE = 50;

/** Rows below one another, so many at a time: thousands do not slow the page. */
export function Rows<Item>({
  items,
  row,
  showMore,
}: {
  items: readonly Item[];
  row: (item: Item) => ReactElement;
  showMore: string;
}) {
  const [most, setMost] = useState(AT_ONCE);
  return (
    <Stack gap="sm" align="center">
      <ul className={classes.rows}>{items.slice(0, most).map(row)}</ul>
      {items.length > most ? (
        <Button variant="default" onClick={() => setMost(most + AT_ONCE)}>
          {showMore}
        </Button>
      ) : null}
    </Stack>
  );
}

/** A row that leads somewhere as a whole: its title is the link, `before` its state, `aside` what stands at its end. */
export function RowLink({
  title,
  link,
  before,
  aside,
  children,
}: {
  title: string;
  link: (props: { className: string; children: ReactNode }) => ReactElement;
  before?: ReactNode;
  aside?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <li className={classes.row}>
      <div className={classes.main}>
        <div className={classes.head}>
          {link({ className: classes.link ?? '', children: title })}
          {before}
        </div>
        {children}
      </div>
      {aside === undefined ? null : (
        <Text size="sm" c="dimmed" component="div" className={classes.aside}>
          {aside}
        </Text>
      )}
    </li>
  );
}
