/** What would happen if somebody left, in sentences. */

const days = (many: number) => (many === 1 ? '1 time' : `${String(many)} times`);

export const texts = {
  gaps: (schedule: string, hours: string) => `${schedule}: nobody would cover ${hours} in the next 90 days`,
  changes: (schedule: string, many: number) =>
    `${schedule}: somebody else has the pager ${days(many)} in the next 90 days`,
  rotation: (schedule: string) =>
    `${schedule}: out of the rotation; nobody loses a shift in the next 90 days`,
  overridesTo: (many: number, successor: string) =>
    many === 1
      ? `1 override is ${successor}’s from now on`
      : `${String(many)} overrides are ${successor}’s from now on`,
  overridesEnd: (many: number) => (many === 1 ? '1 override ends' : `${String(many)} overrides end`),
  swaps: (many: number) =>
    many === 1 ? '1 unanswered request to swap ends' : `${String(many)} unanswered requests to swap end`,
  stepGoes: (policy: string, step: number) => `${policy}: step ${String(step)} pages nobody else, so it goes`,
  stepStays: (policy: string, step: number, left: number) =>
    `${policy}: step ${String(step)} pages ${left === 1 ? '1 other' : `${String(left)} others`}`,
  lastResort: (policy: string) => `${policy}: no longer a last resort`,
  incident: (number: number, title: string) => `#${String(number)} ${title}: stays open, and nobody has it`,
  teamWithoutManager: (team: string) => `${team}: no manager left`,
  teamEmpty: (team: string) => `${team}: nobody left; policies that page it reach nobody by it`,
  team: (team: string, left: number) =>
    `${team}: ${left === 1 ? '1 member' : `${String(left)} members`} left`,
} as const;
