import { hostname } from 'node:os';
import type { DataSourceOptions } from 'typeorm';
import { FirstSchema1763600000000 } from './migrations/1763600000000-first-schema.js';
import { History1763700000000 } from './migrations/1763700000000-history.js';
import { Swaps1763700001000 } from './migrations/1763700001000-swaps.js';
import { CalendarFeeds1763700002000 } from './migrations/1763700002000-calendar-feeds.js';
import { Notices1763700003000 } from './migrations/1763700003000-notices.js';
import { Policies1763800000000 } from './migrations/1763800000000-policies.js';
import { IncidentLife1763801000000 } from './migrations/1763801000000-incident-life.js';
import { ServicesAndWindows1763802000000 } from './migrations/1763802000000-services-and-windows.js';
import { ReachingPeople1763803000000 } from './migrations/1763803000000-reaching-people.js';
import { Delivery1763804000000 } from './migrations/1763804000000-delivery.js';
import { Replies1763805000000 } from './migrations/1763805000000-replies.js';
import { LiveFeeds1763806000000 } from './migrations/1763806000000-live-feeds.js';
import { PeopleWhoLeave1763807000000 } from './migrations/1763807000000-people-who-leave.js';
import { Partitions1763900000000 } from './migrations/1763900000000-partitions.js';
import { RestoreHold1763903000000 } from './migrations/1763903000000-restore-hold.js';
import { Identities1764000000000 } from './migrations/1764000000000-identities.js';
import { AccountLinks1764002000000 } from './migrations/1764002000000-account-links.js';
import { AuditLog1764007000000 } from './migrations/1764007000000-audit-log.js';
import { PersonColours1764100000000 } from './migrations/1764100000000-person-colours.js';
import { OpenAlertsIndex1764200000000 } from './migrations/1764200000000-open-alerts-index.js';
import { Sessions1764001000000 } from './migrations/1764001000000-sessions.js';
import { RenewableSecrets1764004000000 } from './migrations/1764004000000-renewable-secrets.js';
import { LeaversPages1764005000000 } from './migrations/1764005000000-leavers-pages.js';
import { PagingCanaries1763901000000 } from './migrations/1763901000000-paging-canaries.js';
import { SingleSignOn1764003000000 } from './migrations/1764003000000-single-sign-on.js';
import { LimitCounts1764006000000 } from './migrations/1764006000000-limit-counts.js';
import { STATEMENT_TIMEOUT_MS } from './silent-connection.js';

/** Connections of one process, where it is not set: the engine's work, the API and the sweeper share them. */
const POOL_SIZE = 20;
/** PostgreSQL cuts longer names. */
const LONGEST_NAME = 63;
/** So many stay open however quiet it is: the page that ends a quiet night does not wait for connections. */
const KEPT_OPEN = 4;

/**
 * For a connection that may stay idle for hours. Without a sign of life firewalls on the way forget it, and whoever
 * uses it next would wait for an answer that cannot come.
 */
export const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;

/**
 * No transaction of Rouse waits for anybody outside. One that asks nothing for so long belongs to a process that stands
 * still or cannot be reached, and the locks that it holds keep others waiting: whole batches of pages, or a service's intake.
 */
const IDLE_IN_TRANSACTION_MS = 5_000;

/**
 * How Rouse talks to PostgreSQL. A statement that takes 15 s is a fault, not work; giving it up returns the
 * connection to the others.
 */
export function dataSourceOptions(url: string, poolSize = POOL_SIZE) {
  return {
    type: 'postgres',
    url,
    synchronize: false,
    migrationsRun: false,
    migrations: [
      FirstSchema1763600000000,
      History1763700000000,
      Swaps1763700001000,
      CalendarFeeds1763700002000,
      Notices1763700003000,
      Policies1763800000000,
      IncidentLife1763801000000,
      ServicesAndWindows1763802000000,
      ReachingPeople1763803000000,
      Delivery1763804000000,
      Replies1763805000000,
      LiveFeeds1763806000000,
      PeopleWhoLeave1763807000000,
      Partitions1763900000000,
      PagingCanaries1763901000000,
      RestoreHold1763903000000,
      Identities1764000000000,
      Sessions1764001000000,
      AccountLinks1764002000000,
      SingleSignOn1764003000000,
      RenewableSecrets1764004000000,
      LeaversPages1764005000000,
      LimitCounts1764006000000,
      AuditLog1764007000000,
      PersonColours1764100000000,
      OpenAlertsIndex1764200000000,
    ],
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'each',
    extra: {
      max: poolSize,
      min: KEPT_OPEN,
      ...KEEP_ALIVE,
      connectionTimeoutMillis: 5_000,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      // Whose connection it is: how many processes there are is read from it.
      application_name: `rouse ${String(process.pid)}@${hostname()}`.slice(0, LONGEST_NAME),
    },
  } satisfies DataSourceOptions;
}
