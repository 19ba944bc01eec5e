import { texts } from '../texts/frame';
import classes from './shell.module.css';

/** The product's sign and name. */
export function Wordmark() {
  return (
    <>
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden className={classes.sign}>
        <rect width="32" height="32" rx="8" fill="var(--rouse-sign-ground)" />
        <path
          d="M9.5 20.5h13c-1.7-1.6-2.2-3.6-2.2-6.3 0-3-1.8-5.2-4.3-5.2s-4.3 2.2-4.3 5.2c0 2.7-.5 4.7-2.2 6.3z"
          fill="var(--rouse-sign)"
        />
        <path d="M14 22.4a2.1 2.1 0 0 0 4 0z" fill="var(--rouse-sign)" />
        <path
          d="M7.6 13.2c.1-2.600 1.100-4.700 2.900-6.200M24.400 13.200c-.1-2.600-1.100-4.700-2.900-6.200"
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
