import { type ExecFileException, execFile, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cause } from '@klockwork/event-store';
import { freePort } from '@klockwork/host';
import { type KubectlVersion, kubectl, withoutChanceLines } from '@klockwork/kubectl-tool';
import { ApiClient } from './api-client.ts';
import { LabClock } from './lab-clock.ts';
import { LauncherClient, type Status } from './launcher-client.ts';

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Line of `klockwork log -o json`. */
export interface LoggedEvent {
  readonly revision: number;
  readonly previousRevision: number;
  readonly key: { group: string; resource: string; namespace: string; name: string };
  readonly uid: string;
  readonly type: string;
  readonly at: number;
  readonly actor: { user: string; userAgent: string };
  readonly cause: Cause;
  readonly data: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into objects of any kind
  readonly object?: any;
}

const main = fileURLToPath(new URL('../../../apps/klockwork/bin/klockwork.mjs', import.meta.url));

/** Host time limit of a whole log on a busy machine. */
const LOG_MS_MAX = 120_000;

/** Runs the project's command line. */
export function klockwork(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
  return run(process.execPath, [main, ...args], { env: { ...process.env, ...env } });
}

/** Lab in its own folder, started by the command line. */
export class Lab {
  readonly data: string;
  readonly port: number;
  #api: ApiClient | undefined;
  #kubeconfig = 'kubeconfig';

  private constructor(data: string, port: number) {
    this.data = data;
    this.port = port;
  }

  /** Starts a detached lab; resolves when all nodes are Ready. */
  static async up(options: readonly string[] = []): Promise<Lab> {
    const lab = await Lab.prepare();
    await lab.up(options);
    return lab;
  }

  /** Folder and port of a new lab, not yet started. */
  static async prepare(): Promise<Lab> {
    return new Lab(mkdtempSync(join(tmpdir(), 'klockwork-e2e-')), await freePort());
  }

  /** Forks this lab with the options of `klockwork fork`, and starts the fork. */
  async fork(...options: string[]): Promise<Lab> {
    const second = new Lab(join(mkdtempSync(join(tmpdir(), 'klockwork-e2e-')), 'fork'), await freePort());
    const place = ['--of', this.data, '--data', second.data, '--port', String(second.port)];
    const { code, stderr } = await klockwork(['fork', ...place, '--up', ...options]);
    if (code !== 0) throw new Error(`klockwork fork: ${stderr}`);
    return second;
  }

  async up(options: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<void> {
    const { code, stderr } = await klockwork(['up', '--detach', '--data', this.data, '--port', String(this.port), ...options], env);
    if (code !== 0) throw new Error(`klockwork up: ${stderr}`);
  }

  /** Runs a klockwork command on this lab. Throws for a nonzero exit code. */
  async klockwork(...args: string[]): Promise<string> {
    const endedResult = await klockwork([...args, '--data', this.data]);
    if (endedResult.code !== 0) throw new Error(`klockwork ${args.join(' ')}: ${endedResult.stderr}`);
    return endedResult.stdout;
  }

  /** Advances lab time by `duration` (`10m`), like `klockwork clock advance` but in-process. Throws if incomplete. */
  async advance(duration: string): Promise<void> {
    await new LabClock(this.#client()).advance(duration);
  }

  /** Path of the configuration of kubectl. */
  get kubeconfig(): string {
    return join(this.data, this.#kubeconfig);
  }

  /** Creates a namespace with its account and bundle, and makes it the default of kubectl. Restarts of the lab keep that. */
  async enterNamespace(name: string): Promise<void> {
    this.#kubeconfig = `kubeconfig-of-${name}`;
    copyFileSync(join(this.data, 'kubeconfig'), this.kubeconfig);
    await this.kubectl(`config set-context --current --namespace=${name}`);
    await this.kubectl(`create namespace ${name}`);
    // kubectl waits for one missing object: two are an error at once.
    for (const object of ['serviceaccount/default', 'configmap/kube-root-ca.crt'])
      await this.kubectl(`wait --for=create ${object} --timeout=60s`);
  }

  /** Runs the real kubectl and returns how it ended. */
  async try(args: readonly string[], options: { input?: string; version?: KubectlVersion } = {}): Promise<CommandResult> {
    const env = { ...process.env, KUBECONFIG: this.kubeconfig, HOME: this.data };
    const endedResult = await run(kubectl(options.version ?? '1.35'), args, { env }, options.input);
    return { ...endedResult, stderr: withoutChanceLines(endedResult.stderr) };
  }

  /** Runs the real kubectl; returns stdout. Throws for a nonzero exit code. `args` is split at spaces. */
  async kubectl(args: string, input?: string): Promise<string> {
    const endedResult = await this.try(args.split(' '), input === undefined ? {} : { input });
    if (endedResult.code !== 0)
      throw new Error(`kubectl ${args}: exit code ${endedResult.code}\n${endedResult.stderr}${endedResult.stdout}`);
    return endedResult.stdout;
  }

  /** The parsed output of `kubectl get … -o json`. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into objects of any kind
  async get(args: string): Promise<any> {
    return JSON.parse(await this.kubectl(`get ${args} -o json`));
  }

  status(): Promise<Status> {
    return new LauncherClient(this.data).status();
  }

  /** Pid of the launcher, parent of all services. */
  launcherPid(): number {
    return (JSON.parse(readFileSync(join(this.data, 'run', 'launcher.json'), 'utf8')) as { pid: number }).pid;
  }

  /** The event log so far, or its events that match parameters of `GET /klockwork/v1/log`. */
  async log(query: Readonly<Record<string, string>> = {}): Promise<LoggedEvent[]> {
    const text = await this.#client()
      .text(`/klockwork/v1/log?${new URLSearchParams(query)}`, LOG_MS_MAX)
      // The command reads the log of a stopped lab from its file, and waits for an api-server that restarts.
      .catch(() => this.klockwork('log', '-o', 'json', ...Object.entries(query).map(([name, value]) => `--${name}=${value}`)));
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LoggedEvent);
  }

  /** Follows the log; resolves with the first event for which `wanted` is true. */
  async event(wanted: (event: LoggedEvent) => boolean, from = 0): Promise<LoggedEvent> {
    const follower = spawn(process.execPath, [main, 'log', '-f', '-o', 'json', '--from', String(from), '--data', this.data]);
    try {
      let rest = '';
      for await (const chunk of follower.stdout) {
        const lines = (rest + String(chunk)).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const event = JSON.parse(line) as LoggedEvent;
          if (wanted(event)) return event;
        }
      }
    } finally {
      follower.kill();
    }
    throw new Error('the log ended before the event came');
  }

  #client(): ApiClient {
    this.#api ??= new ApiClient(this.data, 'kubectl/lab-tool');
    return this.#api;
  }

  /** Stops the lab as `klockwork down` does, without its process, and removes its folder. */
  async down(): Promise<void> {
    this.#api?.close();
    await new LauncherClient(this.data).down();
    rmSync(this.data, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[], options: { env: NodeJS.ProcessEnv }, input?: string): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = execFile(command, args, { ...options, maxBuffer: 256 * 1024 * 1024 }, (error: ExecFileException | null, stdout, stderr) =>
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr }),
    );
    // Without input, stdin is not written: that would be an error after the command's end.
    child.stdin?.end(input);
  });
}
