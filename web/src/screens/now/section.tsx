import type { ReactNode } from 'react';
import classes from './now.module.css';

/** A part of the screen, under its heading, with how many there are. */
export function Section({
  title,
  count,
  more,
  children,
}: {
  title: string;
  count?: string;
  more?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <h2 className={classes.heading}>
          {title}
          {count === undefined ? null : <span className={classes.count}>{count}</span>}
        </h2>
        {more}
      </div>
      {children}
    </section>
  );
}
