import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { isInside, isLoopback, type Network } from '../outbound/allowed-address.js';

/**
 * Whose X-Forwarded-For is believed: that of proxies which the operator names (TRUSTED_PROXIES), and nobody else's.
 * Otherwise anybody could write any address into the audit log, and be somebody new to every limit.
 */
export const trustedProxies =
  (networks: readonly Network[]) =>
  (address: string): boolean =>
    isInside(address, networks);

/** Addresses behind which many may stand: proxies, and this machine, where one may run that nobody has named. */
export const speaksForMany =
  (networks: readonly Network[]) =>
  (address: string): boolean =>
    isLoopback(address) || isInside(address, networks);

const WITH_PORT = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d{1,5})?$/;

/**
 * What of an `X-Forwarded-For` can be believed to be addresses. Some proxies write the port behind the address, a new one for each
 * connection, with which everybody would be somebody new to every limit: it is left out. From the right, where the
 * nearest proxy writes, up to the first that is no address: whoever wrote that may have written all before it.
 */
export function readForwardedFor(header: string): string[] {
  const addresses = header
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, ofIpv6, ofIpv4] = WITH_PORT.exec(part) ?? [];
      return ofIpv6 ?? ofIpv4 ?? part;
    });
  return addresses.slice(addresses.findLastIndex((address) => isIP(address) === 0) + 1);
}

/** Leaves in the header that `request.ip` is read from what can be believed. */
export function tidyForwardedFor({ headers }: FastifyRequest): void {
  const header = headers['x-forwarded-for'];
  if (header === undefined) return;
  const addresses = readForwardedFor([header].flat().join());
  if (addresses.length > 0) headers['x-forwarded-for'] = addresses.join(', ');
  else delete headers['x-forwarded-for'];
}
