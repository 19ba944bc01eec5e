import {
  Injectable,
  StandardSchemaValidationPipe,
  type ArgumentMetadata,
  type PipeTransform,
} from '@nestjs/common';
import { isId } from '../database/identifier.js';
import { faultPath, impossible, notFound, type Fault } from './problem.js';

/** What the issues of zod and of any Standard Schema have in common; zod adds `keys` where fields are unknown. */
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly keys?: readonly string[];
}

/** The faults of a failed validation in the API's form; unknown fields are named one by one. */
export function faultsOf(issues: readonly Issue[]): Fault[] {
  return issues.flatMap((issue) => {
    const path = (issue.path ?? []).map((segment) => (typeof segment === 'object' ? segment.key : segment));
    if (issue.keys !== undefined && issue.keys.length > 0) {
      return issue.keys.map((key) => ({
        path: faultPath([...path, key]),
        message: 'is not a field that is known here',
      }));
    }
    return [{ path: faultPath(path), message: issue.message }];
  });
}

/**
 * The global pipe: every `@Body({ schema })` and `@Query({ schema })` is checked by its zod schema; what does not
 * fit is 422 with the path of each fault.
 */
export const validationPipe = new StandardSchemaValidationPipe({
  exceptionFactory: (issues) => impossible(faultsOf(issues)),
});

/**
 * For `@Param('id', ParseId)`: ids are opaque, so one that cannot exist is simply not found. In lower case, as in bodies: whoever
 * compares two finds that they are the same.
 */
@Injectable()
export class ParseId implements PipeTransform<string, string> {
  transform(value: string, _metadata: ArgumentMetadata): string {
    if (!isId(value)) throw notFound('thing');
    return value.toLowerCase();
  }
}
