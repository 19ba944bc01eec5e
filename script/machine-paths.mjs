import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './bootstrap.mjs';

// Somebody's home or workspace: what is written for one machine does not work on the next.
const MACHINE_PATH = /(?<![\w.])\/(?:work|workspace|home\/\w+|Users\/\w+)\/[\w.-]+/;
const TEXT = /\.(?:[cm]?[jt]sx?|json|ya?ml|md|html|css|sh|sql|txt)$|(?:^|\/)(?:Dockerfile|run|\.\w+)$/;

/** The lines of versioned (or soon to be versioned) files that name a path of one machine. */
export function findMachinePaths() {
  const git = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
  });
  // Without git, in an unpacked archive, there is nothing to be committed.
  if (git.status !== 0) return [];
  return git.stdout
    .split('\0')
    .filter((file) => TEXT.test(file) && existsSync(join(root, file)))
    .flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => {
          const found = MACHINE_PATH.exec(line);
          return found ? [`${file}:${index + 1}: ${found[0]}`] : [];
        }),
    );
}
