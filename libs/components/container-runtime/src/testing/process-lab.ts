import { FileTree } from '@klockwork/files';
import { ManualClock, SeededRandom } from '@klockwork/kernel';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import { type Main, noInput, writerTo } from '@klockwork/userland';
import { CpuTime } from '../cpu-time.ts';
import type { Router } from '../network/router.ts';
import { SandboxNetwork } from '../network/sandbox-network.ts';
import { NodeMachine } from '../node/node-machine.ts';
import { executableFile } from '../process/executable.ts';
import { PodProcesses, ProcessLimit } from '../process/process-limit.ts';
import { ProcessTable } from '../process/process-table.ts';
import { type Host, SimulatedProcess } from '../process/simulated-process.ts';

/** Nothing leads anywhere. */
export const nowhere: Router = {
  connect: () => Promise.reject(new ConnectionError('unreachable')),
  answers: () => Promise.resolve(false),
  send: () => {},
  ask: () => undefined,
};

/** Container processes without a runtime: programs are functions, output is collected. */
export class ProcessLab {
  readonly clock = new ManualClock(Date.parse('2026-01-01T00:00:00Z'));
  readonly processes = new ProcessTable<SimulatedProcess>();
  readonly files = new FileTree({ now: () => this.clock.now() });
  readonly output: string[] = [];
  /** Command lines, and why they crashed. */
  readonly crashes: string[] = [];
  readonly host: Host;
  readonly #programs = new Map<string, Main>();

  constructor() {
    this.files.root.makeFolders('/bin');
    this.files.root.makeFolders('/dev');
    this.host = {
      clock: this.clock,
      random: new SeededRandom(1),
      hostname: 'lab',
      files: this.files,
      processes: this.processes,
      cpu: new CpuTime(this.clock),
      limit: new ProcessLimit(new PodProcesses()),
      declared: { ports: [], ends: false },
      isOfFirst: () => true,
      unknownFile: () => undefined,
      missing: () => undefined,
      program: (name) => this.#programs.get(name),
      network: new SandboxNetwork({ clock: this.clock, address: '10.244.1.2', object: 'pods/default/lab', router: nowhere }),
      attempt: 0,
      node: new NodeMachine({ clock: this.clock, stats: () => [], storedBytes: () => 0 }),
      use: () => () => {},
      crashed: (process, error) => void this.crashes.push(`${process.argv.join(' ')}: ${String(error)}`),
      useOf: () => ({ cpuMilli: 0, cpuMs: 0, memoryBytes: 0 }),
      busyboxVersion: '1.36.1',
      noNewPrivileges: false,
      notFound: (shell, command) => `${shell}: ${command}: not found`,
    };
  }

  /** Adds an executable `/bin/NAME`. */
  program(name: string, main: Main): void {
    this.#programs.set(name, main);
    this.files.root.write(`/bin/${name}`, executableFile(name));
    this.files.root.changeMode(`/bin/${name}`, 0o755);
  }

  /** Starts a process without a parent; the first is PID 1. */
  start(main: Main, { uid = 0, argv = ['main'] }: { readonly uid?: number; readonly argv?: readonly string[] } = {}): SimulatedProcess {
    const stdout = writerTo((bytes) => {
      this.output.push(bytes);
      return undefined;
    });
    const files = this.files.as({ uid, gid: uid, groups: [] });
    const streams = { stdin: noInput, stdout, stderr: stdout.dup() };
    this.host.limit.begin();
    const process = SimulatedProcess.add({
      ...{ host: this.host, parent: 0, group: 'own', argv, environment: new Map(), ...streams },
      files: (pid) => files.as({ self: String(pid) }),
    });
    void process.run(main);
    return process;
  }
}
