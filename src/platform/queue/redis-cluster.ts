import type { ClusterNode, ClusterOptions } from 'ioredis';

/** Where to begin, and how to talk to every node of the cluster. */
interface ClusterConnection {
  readonly nodes: ClusterNode[];
  readonly options: Pick<ClusterOptions, 'dnsLookup'>;
  readonly redisOptions: NonNullable<ClusterOptions['redisOptions']>;
}

/**
 * A Redis Cluster from the addresses of some of its nodes. The others are found by asking, and are no addresses but
 * hosts and ports: name, password and TLS are for all of them what the first address says.
 * @param urls at least one, `redis://` or `rediss://`; a database number means nothing to a cluster
 */
export function readCluster(urls: readonly string[]): ClusterConnection {
  const parsed = urls.map((url) => new URL(url));
  const [first] = parsed;
  const username = decodeURIComponent(first?.username ?? '');
  const password = decodeURIComponent(first?.password ?? '');
  const isEncrypted = first?.protocol === 'rediss:';
  return {
    nodes: parsed.map(({ hostname, port }) => ({
      // A URL has an IPv6 address in brackets, a socket wants it without.
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port === '' ? 6379 : port),
    })),
    // Names stay names: a certificate is for a name, and not for what it resolves to.
    options: isEncrypted ? { dnsLookup: (name, callback) => callback(null, name) } : {},
    redisOptions: {
      ...(username === '' ? {} : { username }),
      ...(password === '' ? {} : { password }),
      ...(isEncrypted ? { tls: {} } : {}),
    },
  };
}
