import '@mantine/core/styles.layer.css';

/** The styles of every component: see `withStyles`. */
export {};
