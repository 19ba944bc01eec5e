import type { Scenario } from '../harness/scenario.js';
import { processScenarios } from './process-faults.js';
import { ingestCutAtCommit, outcomeCutAtCommit } from './connections-cut-at-commit.js';
import { postgresConnectionsReset, redisConnectionsReset } from './connections-reset.js';
import { postgresCrashed, postgresRestarted } from './postgres-restarts.js';
import { postgresConnectionsSilent, postgresSilent } from './postgres-silent.js';
import { redisAway, redisFull, redisSilent } from './redis-away.js';
import { postgresQueueEmptied, redisFlushed } from './redis-flushed.js';
import { restoredFromBackup } from './restore-from-backup.js';

/** Every scenario that `npm run faults` plays. */
export const allScenarios: readonly Scenario[] = [
  ...processScenarios,
  ingestCutAtCommit,
  outcomeCutAtCommit,
  postgresConnectionsReset,
  redisConnectionsReset,
  postgresCrashed,
  postgresRestarted,
  postgresConnectionsSilent,
  postgresSilent,
  redisAway,
  redisFull,
  redisSilent,
  postgresQueueEmptied,
  redisFlushed,
  restoredFromBackup,
];
