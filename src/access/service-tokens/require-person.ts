import { forbidden } from '../permission.js';
import type { Principal } from '../principal.js';

/** For what is about oneself as somebody on call. @throws Problem 403 for a program */
export function requirePerson({ isProgram }: Principal): void {
  if (isProgram === true) throw forbidden('This is for people: a program is never on call.');
}
