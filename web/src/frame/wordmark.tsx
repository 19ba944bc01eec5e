import { texts } from '../texts/frame';
import classes from './shell.module.css';

/** The product's sign and name. */
export function Wordmark() {
  return (
    <>
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden className={classes.sign}>
        <rect width="32" height="32" rx="8" fill="var(--rouse-sign-ground)" />
        <path
          d="M9.3 20.6h13.4c-1.8-1.7-2.3-3.7-2.3-6.5 0-3.1-1.9-5.4-4.4-5.4s-4.4 2.3-4.4 5.4c0 2.8-.5 4.8-2.3 6.5z"
          fill="var(--rouse-sign)"
        />
        <path d="M14 22.4a2.1 2.1 0 0 0 4 0z" fill="var(--rouse-sign)" />
        <path
          d="M7.6 13.2c.1-2.6 1.1-4.7 2.9-6.2M24.4 13.2c-.1-2.6-1.1-4.7-2.9-6.2"
          fill="none"
          stroke="var(--rouse-sign-rays)"
          strokeWidth="1.7"
          strokeLinecap="round"
        />
      </svg>
      <span>{texts.product}</span>
    </>
  );
}
