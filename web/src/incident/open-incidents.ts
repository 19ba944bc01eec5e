/** More than anybody reads at once; the list of incidents has them all. */
const MOST = 20;

const OPEN = { status: 'triggered,acknowledged', limit: MOST };

/** What the first screen and the palette ask for, in the same words, so that it is asked for once. */
export const openIncidents = {
  all: { params: { query: OPEN } },
  of: (userId: string) => ({ params: { query: { ...OPEN, assignedTo: userId } } }),
} as const;
