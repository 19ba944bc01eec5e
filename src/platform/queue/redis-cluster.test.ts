import { describe, expect, it } from '@jest/globals';
import { readCluster } from './redis-cluster.js';

describe('a Redis Cluster by its addresses', () => {
  it('is some nodes to begin with', () => {
    expect(readCluster(['redis://one:7000', 'redis://two', 'redis://[::1]:7002'])).toEqual({
      nodes: [
        { host: 'one', port: 7000 },
        { host: 'two', port: 6379 },
        { host: '::1', port: 7002 },
      ],
      options: {},
      redisOptions: {},
    });
  });

  it('has the same name, password and TLS at every node, those that are found later too', () => {
    const { nodes, options, redisOptions } = readCluster([
      'rediss://rouse:p%40ss%2Fword@one.example.org:7000',
      'rediss://two.example.org:7000',
    ]);
    expect(nodes).toEqual([
      { host: 'one.example.org', port: 7000 },
      { host: 'two.example.org', port: 7000 },
    ]);
    expect(redisOptions).toEqual({ username: 'rouse', password: 'p@ss/word', tls: {} });
    const resolved: unknown[] = [];
    options.dnsLookup?.('one.example.org', (_error, address) => resolved.push(address));
    expect(resolved).toEqual(['one.example.org']);
  });
});
