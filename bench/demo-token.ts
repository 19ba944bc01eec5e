/** The token of the demo, from the greeting of a Rouse that has just made it. */
export function demoToken(greeting: string): string {
  const token = /Bearer (\S+)/.exec(greeting)?.[1];
  if (token === undefined) throw new Error(`No token in:\n${greeting}`);
  return token;
}
