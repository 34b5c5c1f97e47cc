import { ManualClock, SeededRandom, silentLogger } from '@klockwork/kernel';
import { type Main, type Process, toolNames } from '@klockwork/userland';
import { advance, shellBuiltins } from '@klockwork/userland/testing';
import { expect, test } from 'vitest';
import { CrashLog } from './crash-log.ts';
import { programOf } from './programs.ts';
import { SimulatedRuntime } from './simulated-runtime.ts';
import { containerSpec } from './testing/container-runtime.contract.ts';

/** Fault of one process: its `at`-th use of the process port throws. */
class Fault {
  reached = false;
  #left: number;

  constructor(at: number) {
    this.#left = at;
  }

  /** Returns a program that fails at the fault. Forks and replacements of its process stay sound. */
  within(main: Main): Main {
    return (process) =>
      main(
        new Proxy(process, {
          get: (target, property) => {
            if (--this.#left === 0) {
              this.reached = true;
              throw new TypeError(`${String(property)} is broken`);
            }
            const value: unknown = Reflect.get(target, property);
            return typeof value === 'function' ? (...args: unknown[]) => Reflect.apply(value, target, args) : value;
          },
        }) as Process,
      );
  }
}

/** Node whose tools fail by `node.fault`. */
class BrokenNode {
  readonly #clock = new ManualClock(Date.parse('2026-01-01T00:00:00Z'));
  readonly #crashes = new CrashLog(silentLogger);
  readonly #runtime: SimulatedRuntime;
  readonly #image: string;
  #sandbox = '';
  #faulty: { readonly tool: string; readonly fault: Fault } | undefined;

  constructor(image: string) {
    this.#image = image;
    this.#runtime = new SimulatedRuntime({
      ...{ clock: this.#clock, random: new SeededRandom(7), profile: 'fast', podCidr: '10.244.3.0/24', crashes: this.#crashes },
      programOf: (resolved, name) => {
        const main = programOf(resolved, name);
        const broken = this.#faulty;
        return main !== undefined && broken !== undefined && name === `tool:${broken.tool}` ? broken.fault.within(main) : main;
      },
    });
  }

  async boot(): Promise<void> {
    await this.#runtime.pullImage(this.#image);
    this.#sandbox = (await this.#runtime.runSandbox({ uid: 'u', namespace: 'default', name: 'pod', hostname: 'pod' })).id;
    await this.#start('neighbour', ['sleep', 'infinity']);
  }

  /** Runs `tool` in a container, with a fault at the `at`-th use of its process. */
  async run(tool: string, at: number, args: readonly string[] = []) {
    const fault = new Fault(at);
    this.#faulty = { tool, fault };
    const before = this.#crashes.count;
    const id = await this.#start(tool, [tool, ...args]);
    this.#faulty = undefined;
    const { state, exitCode } = this.#report(tool);
    const end = { reached: fault.reached, state, exitCode, crashes: this.#crashes.count - before };
    await Promise.all([this.#runtime.stopContainer(id, 0), advance(this.#clock, 0)]);
    this.#runtime.removeContainer(id);
    return end;
  }

  get neighbour(): string {
    return this.#report('neighbour').state;
  }

  #report(name: string) {
    const report = this.#runtime.reports().find((each) => each.name === name);
    if (report === undefined) throw new Error(`no container ${name}`);
    return report;
  }

  async #start(name: string, command: readonly string[]): Promise<string> {
    const id = await this.#runtime.createContainer(this.#sandbox, containerSpec({ name, image: this.#image, command }));
    await this.#runtime.startContainer(id);
    await advance(this.#clock, 100);
    return id;
  }
}

/** Uses of the process that are broken in turn. Later ones repeat the same calls. */
const USES_MAX = 12;

test.each([
  ['busybox', toolNames('busybox')],
  ['debian', toolNames('gnu')],
])('a fault at any use of its process ends each tool of %s with 139, and nothing else', { timeout: 120_000 }, async (image, tools) => {
  const node = new BrokenNode(image);
  await node.boot();
  const unexpected: unknown[] = [];
  let faults = 0;
  for (const tool of tools) {
    for (let at = 1; at <= USES_MAX; at++) {
      const end = await node.run(tool, at);
      if (!end.reached) break;
      faults += 1;
      const crashed = end.state === 'exited' && end.exitCode === 139 && end.crashes === 1;
      if (!crashed) unexpected.push({ tool, at, ...end });
    }
  }
  expect(unexpected).toEqual([]);
  expect(faults).toBeGreaterThan(3 * tools.length);
  expect(node.neighbour).toBe('running');
});

/** Uses of a shell in turn: the first ones start it and read its script. */
const SHELL_USES_MAX = 30;
const SCRIPTS: Readonly<Record<string, string>> = {
  '.': 'echo 1 > /a; . /a',
  source: 'echo 1 > /a; . /a',
  cd: 'cd /tmp; cd -',
  command: 'command -v ls; command echo a',
  eval: 'eval "echo a"',
  exec: 'exec 3>/a; echo a >&3; exec 3>&-',
  exit: 'trap "echo bye" EXIT; exit 3',
  export: 'export A=1; export -p',
  getopts: 'getopts a:b name -a 1',
  jobs: 'sleep 0 & jobs',
  kill: 'kill -0 $$; kill -l',
  printf: 'printf "%s %d\\n" a 1',
  pwd: 'pwd -P',
  read: 'echo a | while read -r line; do echo "$line"; done; read -r a < /etc/passwd',
  readonly: 'readonly A=1; readonly -p',
  set: 'set -e -- a b; set',
  shift: 'set -- a b; shift',
  trap: 'trap "echo term" TERM; trap; kill $$',
  type: 'type ls cd nosuch',
  ulimit: 'ulimit -a',
  umask: 'umask 022; umask -S',
  unset: 'A=1; unset A; unset -f f',
  wait: 'sleep 0 & wait $!',
};

test.each([
  ['busybox', 'sh'],
  ['debian', 'bash'],
])(
  'a fault at any use of its process ends a shell of %s in each builtin with 139, and nothing else',
  { timeout: 120_000 },
  async (image, shell) => {
    const node = new BrokenNode(image);
    await node.boot();
    const unexpected: unknown[] = [];
    let faults = 0;
    for (const builtin of Object.keys(shellBuiltins)) {
      for (let at = 1; at <= SHELL_USES_MAX; at++) {
        const end = await node.run(shell, at, ['-c', SCRIPTS[builtin] ?? builtin]);
        if (!end.reached) break;
        faults += 1;
        const crashed = end.state === 'exited' && end.exitCode === 139 && end.crashes === 1;
        if (!crashed) unexpected.push({ builtin, at, ...end });
      }
    }
    expect(unexpected).toEqual([]);
    expect(faults).toBeGreaterThan(5 * Object.keys(shellBuiltins).length);
    expect(node.neighbour).toBe('running');
  },
);
