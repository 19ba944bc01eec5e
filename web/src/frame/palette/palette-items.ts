import type { Icon } from '@tabler/icons-react';

/** One line of the palette. */
export interface PaletteItem {
  readonly key: string;
  /** What it stands under; those of one group stand together, in the order of their first. */
  readonly group: string;
  readonly label: string;
  /** Beside it: a number, a state. */
  readonly hint?: string;
  readonly icon: Icon;
  readonly run: () => void;
}

/** The same by group. */
export function groupsOf(
  items: readonly PaletteItem[],
): readonly { readonly group: string; readonly items: readonly PaletteItem[] }[] {
  const groups = new Map<string, PaletteItem[]>();
  for (const item of items) {
    const group = groups.get(item.group);
    if (group === undefined) groups.set(item.group, [item]);
    else group.push(item);
  }
  return Array.from(groups, ([group, own]) => ({ group, items: own }));
}

/** Whether each word that was typed begins a word of the text, in any case. */
export function isMeant(typed: string, text: string): boolean {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}#]+/u);
  return typed
    .toLowerCase()
    .split(/\s+/)
    .filter((each) => each !== '')
    .every((each) => words.some((word) => word.startsWith(each)));
}
