export default function teardown() {
  globalThis.rouseTestCoordinator.stop();
}
