import type { Schema } from '../../../api/client';
import { texts } from '../../../texts/contact-methods';

/** Whether pages go there. */
export const isUsable = ({ verified, disabledReason }: Schema<'ContactMethod'>): boolean =>
  verified && disabledReason === null;

/** `SMS +49 …`: a method in words. */
export const nameOfMethod = ({ type, address }: Pick<Schema<'ContactMethod'>, 'type' | 'address'>): string =>
  `${texts.types[type]} ${address}`;

/** How many of the rules use a method. */
export const rulesUsing = ({ high, low }: Schema<'PagingRules'>, id: string): number =>
  [...high, ...low].filter(({ contactMethodId }) => contactMethodId === id).length;
