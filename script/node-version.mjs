// Imported first by every script, so that an old Node ends with this sentence and not with a strange error.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `Rouse needs Node 20.19 or newer, and this is Node ${process.versions.node}. Get one at https://nodejs.org/\n`,
  );
  process.exit(1);
}
