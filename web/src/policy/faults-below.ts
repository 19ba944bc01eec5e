/** What is wrong with a field or with anything in it: the first fault whose path is `path` or begins with it. */
export function faultBelow(fields: Readonly<Record<string, string>>, path: string): string | undefined {
  return fields[path] ?? Object.entries(fields).find(([at]) => at.startsWith(`${path}.`))?.[1];
}
