import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TcpProxy } from './tcp-proxy.js';

const READY_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 30_000;

/** What a process is started with; what was given before stays where nothing else is said. */
export interface Start {
  /** The folder with `main.js`. */
  readonly program?: string;
  /** Added to the environment it had, and wins over it. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** One of the system's processes, under the same name and port through all its restarts. */
export class RouseProcess {
  private child: ChildProcess | null = null;
  private printed = '';
  private frozen = false;

  constructor(
    readonly name: string,
    /** `http://127.0.0.1:port` */
    readonly url: string,
    /** Its own way to the double of Twilio. */
    readonly toTwilio: TcpProxy,
    /** Its working directory; what works there is ended with the run. */
    private readonly folder: string,
    private program: string,
    private environment: Readonly<Record<string, string>>,
  ) {}

  /** 0 while it does not run. */
  get pid(): number {
    return this.isRunning ? (this.child?.pid ?? 0) : 0;
  }

  get isRunning(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** How the last one ended: its exit code, or null where it was killed or runs. */
  get exitCode(): number | null {
    return this.child?.exitCode ?? null;
  }

  /** What it has printed, in all its lives. */
  output(): string {
    return this.printed;
  }

  /** Starts it and waits until it says that it is ready. */
  async start(start: Start = {}): Promise<void> {
    this.launch(start);
    await this.becomesReady();
  }

  /** Starts it and does not wait. */
  launch({ program = this.program, environment = {} }: Start = {}): void {
    if (this.isRunning) throw new Error(`${this.name} runs already`);
    this.program = program;
    this.environment = { ...this.environment, ...environment };
    this.frozen = false;
    const child = spawn(process.execPath, [join(program, 'main.js')], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.printed += chunk.toString('utf8')));
    }
    this.child = child;
  }

  /** @throws Error when it has ended, or is not ready in a minute */
  async becomesReady(): Promise<void> {
    const deadline = performance.now() + READY_WITHIN_MS;
    while (!(await this.isReady())) {
      if (!this.isRunning) throw new Error(`${this.name} ended:\n${this.printed.slice(-2000)}`);
      if (performance.now() > deadline)
        throw new Error(`${this.name} does not get ready:\n${this.printed.slice(-2000)}`);
      await sleep(25);
    }
  }

  /** What `/health/ready` says now; false too where nothing answers within two seconds. */
  async isReady(): Promise<boolean> {
    try {
      const response = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
      await response.arrayBuffer();
      return response.status === 200;
    } catch {
      // Nobody listens, or it does not answer.
      return false;
    }
  }

  /** -9: nothing is finished, nothing is said. Also ends one that is frozen. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** SIGTERM, and after 30 s -9; gives the exit code. */
  async stop(): Promise<number | null> {
    this.thaw();
    const patience = setTimeout(() => this.child?.kill('SIGKILL'), STOPS_WITHIN_MS);
    await this.end('SIGTERM');
    clearTimeout(patience);
    return this.exitCode;
  }

  /** Holds it still: its connections stay open, and nothing of it goes on until `thaw`. */
  freeze(): void {
    this.frozen = true;
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    if (this.frozen) this.child?.kill('SIGCONT');
    this.frozen = false;
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.child === null || !this.isRunning) return;
    const exit = once(this.child, 'exit');
    this.child.kill(signal);
    await exit;
  }
}
