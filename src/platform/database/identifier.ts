import { v7, validate } from 'uuid';

/** A new id: UUID version 7 (RFC 9562), so that ids made later sort later and lists page by id alone. */
export function newId(): string {
  return v7();
}

/** Whether a text from outside can be an id at all; PostgreSQL would answer anything else with an error. */
export function isId(text: string): boolean {
  return validate(text);
}
