import type { Scenario } from '../harness/scenario.js';
import { processScenarios } from './process-faults.js';

/** Every scenario that `npm run faults` plays. */
export const allScenarios: readonly Scenario[] = [...processScenarios];
