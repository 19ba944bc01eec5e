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
