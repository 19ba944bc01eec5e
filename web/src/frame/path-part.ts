import { useParams } from '@tanstack/react-router';

/** A part of the address, by its name in the route: `usePathPart('serviceId')`. Empty where the route has none. */
export function usePathPart(name: string): string {
  const parts: unknown = useParams({ strict: false });
  if (typeof parts !== 'object' || parts === null) return '';
  const part: unknown = Reflect.get(parts, name);
  return typeof part === 'string' ? part : '';
}
