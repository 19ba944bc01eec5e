import { startCoordinator } from './run-coordinator.mjs';

export default async function setup() {
  const coordinator = await startCoordinator();
  process.env.ROUSE_TEST_COORDINATOR = coordinator.url;
  process.env.ROUSE_TEST_FOLDER = coordinator.folder;
  globalThis.rouseTestCoordinator = coordinator;
}
