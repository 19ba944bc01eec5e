import ipaddr from 'ipaddr.js';

/** An address of the Internet Protocol, of version 4 or 6. */
type Address = ReturnType<typeof ipaddr.parse>;

/** A network in CIDR notation (RFC 4632): its address and the length of its prefix. */
export type Network = readonly [Address, number];

/** Public by its number, and yet a cloud's inside: where Azure answers its virtual machines. */
const INSIDE_ALL_THE_SAME = ['168.63.129.16'];
/** All that is given out for global unicast (RFC 4291 section 2.4 with IANA's registry); the rest is nobody's yet. */
const GLOBAL_UNICAST: Network = [ipaddr.parse('2000::'), 3];

/** Reads `10.0.0.0/8` or `fd00::/8`; null where it is neither. */
export function readNetwork(text: string): Network | null {
  return ipaddr.isValidCIDR(text) ? ipaddr.parseCIDR(text) : null;
}

/**
 * Whether Rouse may connect to an address that a user's wish led to: one that anybody on the Internet can reach, or
 * one inside the networks that the operator has allowed. Loopback, private, link-local (where clouds keep their
 * metadata), carrier-grade NAT, multicast, documentation, tunnels and whatever is not given out: no. An IPv4 address
 * in IPv6 clothes (mapped, or through NAT64, RFC 6052 section 2.1) counts as what it is.
 * @param text as a resolver gives it; what is no address is not allowed
 */
export function isAllowedAddress(text: string, allowed: readonly Network[]): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = undressed(ipaddr.process(text));
  if (allowed.some((network) => isWithin(address, network))) return true;
  if (address.range() !== 'unicast' || INSIDE_ALL_THE_SAME.includes(address.toString())) return false;
  return address.kind() === 'ipv4' || isWithin(address, GLOBAL_UNICAST);
}

/** Whether an address is this machine's own. */
export const isLoopback = (text: string): boolean =>
  ipaddr.isValid(text) && ipaddr.process(text).range() === 'loopback';

/** Whether an address lies in one of these networks. An IPv4 address in IPv6 clothes counts as what it is. */
export function isInside(text: string, networks: readonly Network[]): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  return networks.some((network) => isWithin(address, network));
}

/** The IPv4 address that a NAT64 address leads to; any other as it is. */
function undressed(address: Address): Address {
  const bytes = address.toByteArray();
  // The range also holds 64:ff9b:1::/48 (RFC 8215), where each network decides itself what leads where.
  const isNat64 = address.range() === 'rfc6052' && bytes.slice(4, 12).every((byte) => byte === 0);
  return isNat64 ? ipaddr.fromByteArray(bytes.slice(12)) : address;
}

function isWithin(address: Address, [network, bits]: Network): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}
