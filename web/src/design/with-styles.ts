/** What is loaded later waits for the styles of all components too, which the first screen does not bring. */
export const withStyles = async <Loaded>(load: Promise<Loaded>): Promise<Loaded> =>
  (await Promise.all([load, import('./all-styles')]))[0];
