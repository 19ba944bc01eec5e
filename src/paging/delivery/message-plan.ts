import { comparePages, compareWorst, type OrderedPage } from './page-order.js';
import { slotOfRepeats, slotsOf } from './message-slots.js';

/** A page that is late by more than this is old news: it is summed up and not replayed. Seconds. */
export const OLD_NEWS_SECONDS = 5 * 60;
/** After old news was summed up, the person has so long to answer before their other channels follow. Seconds. */
export const OLD_NEWS_PAUSE_SECONDS = 120;

/**
 * What the person was told on another channel waits for news no longer than this, or in a storm that goes on the
 * telephone would never ring. Seconds.
 */
const PATIENCE_SECONDS = 40;

/** A call that rings keeps its number busy for so long at most. Seconds. */
export const RINGING_SECONDS = 60;

/** A page that waits to be sent, and whose time has come. */
export interface WantedPage extends OrderedPage {
  readonly id: string;
  readonly incidentId: string;
  readonly contactMethodId: string;
  readonly type: string;
  readonly address: string;
  /** False where it waits for a slot or for a provider: it goes along with a message, and causes none. */
  readonly isDue: boolean;
}

/** What to do with one person's pages now. */
export interface MessagePlan<Page> {
  /** Each is one message or call; its first page leads, and is the worst of them. */
  readonly messages: readonly (readonly Page[])[];
  readonly waits: readonly { readonly page: Page; readonly until: Date }[];
}

/**
 * Makes messages of the pages of one person: a few at once each on its own, then one for all that wait on a contact
 * method, whenever the person's next slot comes. Calls to one number never overlap, so what is due by voice goes
 * together; so do repeats, and old news after an outage.
 * @param pages all of the person's wanted pages, also those that are not due
 * @param recent when that person's messages went out
 * @param busyLines numbers with a call under way, and when it is over at the latest
 */
export function planMessages<Page extends WantedPage>(input: {
  readonly pages: readonly Page[];
  readonly recent: readonly Date[];
  readonly busyLines: ReadonlyMap<string, Date>;
  readonly now: Date;
}): MessagePlan<Page> {
  const { pages, now, busyLines } = input;
  const messages: Page[][] = [];
  const waits: { page: Page; until: Date }[] = [];
  const hold = (held: readonly Page[], until: Date): void => {
    for (const page of held) if (page.isDue) waits.push({ page, until });
  };
  const recent = [...input.recent];
  const told = new Set<string>();
  const taken = new Set<Page>();
  const isLeft = (page: Page, unit: Unit<Page>): boolean =>
    page.contactMethodId === unit.contactMethodId && !taken.has(page);
  let waiting = unitsOf(pages, now).flatMap((unit) => {
    const lineIsFreeAt = unit.isCall ? busyLines.get(unit.address) : undefined;
    if (lineIsFreeAt === undefined) return [unit];
    hold(unit.pages, lineIsFreeAt);
    return [];
  });
  const keepBack = (units: readonly Unit<Page>[], until: Date): void => {
    const kept = units.flatMap((unit) => unit.pages);
    hold(kept, until);
    for (const page of kept) taken.add(page);
    waiting = waiting.filter((unit) => !units.includes(unit));
  };
  while (waiting.length > 0) {
    const [next, ...others] = inOrder(waiting, told, now);
    if (!next) break;
    const slots = slotsOf(recent, now);
    const at = next.isRepeat ? slotOfRepeats(recent, now) : slots.atOnce > 0 ? now : slots.nextAt;
    if (at > now) {
      for (const unit of waiting) hold(unit.pages, unit.isRepeat ? later(at, slots.nextAt) : at);
      break;
    }
    const isLast = slots.isSlot || (slots.atOnce === 1 && others.length > 0);
    const message = isLast ? pages.filter((page) => isLeft(page, next)) : next.pages;
    messages.push([...message].sort(compareWorst));
    recent.push(now);
    for (const page of message) {
      taken.add(page);
      told.add(page.incidentId);
    }
    waiting = others.filter((unit) => !unit.pages.some((page) => taken.has(page)));
    if (next.isCall) {
      // Another method with the same number, or what may not be told together with this.
      const sameLine = waiting.filter((unit) => unit.isCall && unit.address === next.address);
      keepBack(sameLine, addSeconds(now, RINGING_SECONDS));
    }
    if (next.isOld) {
      keepBack(
        waiting.filter((unit) => unit.isOld),
        addSeconds(now, OLD_NEWS_PAUSE_SECONDS),
      );
    }
  }
  return { messages, waits };
}

/** Pages that go together in any case. At least one of them is due, except for what only goes along. */
interface Unit<Page> {
  readonly pages: readonly Page[];
  readonly contactMethodId: string;
  readonly address: string;
  readonly isCall: boolean;
  readonly isRepeat: boolean;
  readonly isOld: boolean;
}

function unitsOf<Page extends WantedPage>(pages: readonly Page[], now: Date): Unit<Page>[] {
  const groups = new Map<string, Page[]>();
  for (const page of pages) {
    const kind = isOld(page, now)
      ? 'old'
      : page.type === 'voice'
        ? 'call'
        : page.isRepeat
          ? 'repeat'
          : page.id;
    const key = `${page.contactMethodId} ${kind}`;
    groups.set(key, [...(groups.get(key) ?? []), page]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first || !group.some((page) => page.isDue)) return [];
    return [
      {
        pages: group,
        contactMethodId: first.contactMethodId,
        address: first.address,
        isCall: first.type === 'voice',
        isRepeat: group.every((page) => page.isRepeat),
        isOld: isOld(first, now),
      },
    ];
  });
}

const isOld = (page: WantedPage, now: Date): boolean =>
  now.getTime() - page.wantedAt.getTime() > OLD_NEWS_SECONDS * 1000;

/**
 * The unit with the page that comes first, first. What this plan tells the person of is not news any more, and what
 * has waited for its turn too long counts as news again.
 */
function inOrder<Page extends WantedPage>(
  units: readonly Unit<Page>[],
  told: ReadonlySet<string>,
  now: Date,
): Unit<Page>[] {
  const isPatient = (page: Page): boolean =>
    now.getTime() - page.wantedAt.getTime() <= PATIENCE_SECONDS * 1000;
  const first = (unit: Unit<Page>): OrderedPage | undefined =>
    unit.pages
      .map((page) => ({ ...page, isTold: isPatient(page) && (page.isTold || told.has(page.incidentId)) }))
      .sort(comparePages)[0];
  return units
    .map((unit) => ({ unit, first: first(unit) }))
    .sort((one, other) => (one.first && other.first ? comparePages(one.first, other.first) : 0))
    .map(({ unit }) => unit);
}

const later = (one: Date, other: Date): Date => (one > other ? one : other);
const addSeconds = (time: Date, seconds: number): Date => new Date(time.getTime() + seconds * 1000);
