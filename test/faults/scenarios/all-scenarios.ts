import type { Scenario } from '../harness/scenario.js';
import { clockScenarios } from './clock-nodes.js';
import { diskScenarios } from './disk-full.js';
import { mix } from './mix.js';
import { processScenarios } from './process-faults.js';
import { ingestCutAtCommit, outcomeCutAtCommit } from './connections-cut-at-commit.js';
import { postgresConnectionsReset, redisConnectionsReset } from './connections-reset.js';
import { postgresCrashed, postgresRestarted } from './postgres-restarts.js';
import { postgresConnectionsSilent, postgresSilent } from './postgres-silent.js';
import { redisAway, redisFull, redisSilent } from './redis-away.js';
import { postgresQueueEmptied, redisFlushed } from './redis-flushed.js';
import { restoredFromBackup } from './restore-from-backup.js';
import { rollingRestart } from './rolling-restart.js';
import { twilioAnswers } from './twilio-answers.js';
import { twilioOutages } from './twilio-outages.js';

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
  ...twilioOutages,
  ...twilioAnswers,
  ...clockScenarios,
  rollingRestart,
  ...diskScenarios,
  mix,
];
