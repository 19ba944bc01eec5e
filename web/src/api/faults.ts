import { texts } from '../texts/faults';

/** What went wrong, for people, and beside which fields. */
export interface Fault {
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** By the path of the field, such as `layers.0.handoff`. */
  readonly fields: Readonly<Record<string, string>>;
}

/** From whatever a query or mutation threw: a problem (RFC 9457), or a network that did not answer. */
export function faultOf(error: unknown): Fault {
  if (isProblem(error)) {
    const fields: Record<string, string> = {};
    for (const { path, message } of error.errors ?? []) fields[path] ??= sentence(message);
    return { status: error.status, title: error.title, detail: error.detail, fields };
  }
  const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
  return {
    status: 0,
    title: timedOut ? texts.slow : texts.unreachable,
    detail: texts.nothingLost,
    fields: {},
  };
}

/** The server goes on from the field's name, `must be a time`; beside a field it begins a sentence. */
const sentence = (message: string): string => message.charAt(0).toUpperCase() + message.slice(1);

/** Whether it is worth asking again: nobody answered, or whoever did was busy. */
export const isPassing = (error: unknown): boolean => {
  const { status } = faultOf(error);
  return status === 0 || status === 429 || status >= 500;
};

/** A problem that was answered to a plain call (`api.GET`), as an error to throw; `faultOf` reads it. */
export class ProblemError extends Error implements Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: NonNullable<Problem['errors']>;

  constructor({ status, title, detail, errors }: Problem) {
    super(detail);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.errors = errors ?? [];
  }
}

interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

/** What whoever stands before Rouse answers, such as a proxy its page for a 502, is none: Rouse itself did not answer. */
function isProblem(error: unknown): error is Problem {
  return (
    typeof error === 'object' &&
    error !== null &&
    'status' in error &&
    typeof error.status === 'number' &&
    'detail' in error &&
    typeof error.detail === 'string'
  );
}
