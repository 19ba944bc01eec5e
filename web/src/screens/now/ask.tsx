import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './now.module.css';

/** Something that waits for me: what it is, what it means, and the ways to answer. */
export function Ask({
  icon: Sign,
  tone = 'planned',
  title,
  children,
  actions,
}: {
  icon: Icon;
  tone?: 'planned' | 'acknowledged' | 'triggered';
  title: string;
  children?: ReactNode;
  actions: ReactNode;
}) {
  return (
    <li className={classes.ask} data-tone={tone}>
      <span className={classes.askSign}>
        <Sign size={20} stroke={1.75} aria-hidden />
      </span>
      <div className={classes.rowText}>
        <h3 className={classes.askTitle}>{title}</h3>
        {children === undefined ? null : <div className={classes.soft}>{children}</div>}
        <div className={classes.askActions}>{actions}</div>
      </div>
    </li>
  );
}
