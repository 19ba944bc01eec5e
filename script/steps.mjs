import { spawn } from 'node:child_process';
import { root } from './bootstrap.mjs';

/**
 * Runs named commands, two at a time, and prints a line for each when it is done; of one that failed also
 * what it printed.
 *
 * @param steps `{name, command: [program, ...arguments], timeoutSeconds?}` or `{name, run}`, where `run`
 *   gives the complaints as a list of lines
 * @returns how many passed and failed
 */
export async function runSteps(steps) {
  const waiting = [...steps];
  const outcome = { passed: 0, failed: 0 };
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const started = Date.now();
      const { ok, output } = step.run ? await runFunction(step.run) : await runCommand(step);
      const took = `${((Date.now() - started) / 1000).toFixed(1)} s`;
      process.stdout.write(`${ok ? 'ok    ' : 'FAILED'}  ${step.name} (${took})\n`);
      if (!ok) process.stdout.write(`${indent(output)}\n`);
      outcome[ok ? 'passed' : 'failed'] += 1;
    }
  };
  await Promise.all([worker(), worker()]);
  return outcome;
}

async function runFunction(run) {
  try {
    const complaints = await run();
    return { ok: complaints.length === 0, output: complaints.join('\n') };
  } catch (error) {
    return { ok: false, output: error.stack };
  }
}

function runCommand({ command: [program, ...args], timeoutSeconds = 300 }) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    const patience = setTimeout(() => {
      output += `\nStopped after ${timeoutSeconds} s.`;
      child.kill('SIGKILL');
    }, timeoutSeconds * 1000);
    child.once('error', (error) => (output += error.message));
    child.once('close', (code) => {
      clearTimeout(patience);
      resolve({ ok: code === 0, output });
    });
  });
}

function indent(text) {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `        ${line}`)
    .join('\n');
}
