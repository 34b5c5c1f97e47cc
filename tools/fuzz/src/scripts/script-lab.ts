import { CrashLog, SimulatedRuntime } from '@klockwork/container-runtime/testing';
import { FileTree } from '@klockwork/files';
import { ManualClock, type Random, SeededRandom, StoppedError, StopSource, silentLogger } from '@klockwork/kernel';
import { RuntimeError } from '@klockwork/pod-lifecycle';
import { toolNames } from '@klockwork/userland';
import { once, pick } from '../chance.ts';
import { type Crash, crashOf } from './crash.ts';

/** Images whose shells and tools differ, and the names of their tools. */
const PLACES = [
  { image: 'busybox', tools: toolNames('busybox'), shells: ['sh', 'ash'] },
  { image: 'debian', tools: toolNames('gnu'), shells: ['sh', 'bash', 'dash'] },
] as const;

/** Lab time limit of a script. */
const LIMIT_MS = 250;
/** Memory limit of a container. */
const MEMORY_BYTES = 64 * 1024 * 1024;
/** Event loop turns before lab time advances, regardless of running scripts. */
const TURNS_MAX = 50;
/** Volumes in memory hold so much. */
const VOLUME_BYTES = 1024 * 1024;

/** Makes what scripts find: files, links of all kinds, a program. */
const SETUP = [
  'mkdir -p /work/sub; cd /work; printf "one two\\nthree\\n" > a; seq 1 30 > b; echo c > sub/c; ln -s a link; ln -s nowhere dangling; ln -s loop loop',
  'printf "#!/bin/sh\\necho script \\$1\\n" > script; chmod +x script; ln -sf /dev/zero /volume/full 2>/dev/null; echo data > /volume/data',
].join('; ');

/** End of a script: exit code, or `killed` at its limit. */
export type ScriptEnd = number | 'killed';

/** Node for scripts, each in its own container. */
export class ScriptLab {
  readonly image: string;
  readonly tools: readonly string[];
  readonly #shells: readonly string[];
  readonly #clock = new ManualClock(Date.UTC(2026, 0, 1));
  readonly #runtime: SimulatedRuntime;
  readonly #crashes: Crash[] = [];
  #sandbox = '';
  #attempt = 0;

  constructor(seed: number) {
    const place = pick(new SeededRandom(seed), PLACES);
    this.image = place.image;
    this.tools = place.tools;
    this.#shells = place.shells;
    const files = new FileTree({ now: () => this.#clock.now(), type: 'ext4' });
    for (const folder of ['/volume', '/readonly']) files.root.makeFolders(folder);
    files.mount({ at: '/volume', tree: new FileTree({ now: () => this.#clock.now(), type: 'tmpfs', bytesMax: VOLUME_BYTES }) });
    files.root.write('/readonly/data', 'data\n');
    const crashes = new CrashLog({
      ...silentLogger,
      error: (fields) => void this.#crashes.push(crashOf(`${fields.command ?? 'a timer'}`, `${fields.stack}`)),
    });
    this.#runtime = new SimulatedRuntime({
      ...{ clock: this.#clock, random: new SeededRandom(seed), profile: 'fast', podCidr: '10.244.1.0/24', files, crashes },
      logBytesMax: 64 * 1024,
    });
  }

  async start(): Promise<void> {
    await this.#runtime.pullImage(this.image);
    this.#sandbox = (await this.#runtime.runSandbox({ uid: 'u', namespace: 'default', name: 'pod', hostname: 'pod' })).id;
  }

  /** Returns the crashes since the last call: command line and stack. */
  takeCrashes(): readonly Crash[] {
    return this.#crashes.splice(0);
  }

  /** Runs a script until its end or limit. */
  async run(script: string, random: Random): Promise<ScriptEnd> {
    const asFirst = once(random, 3);
    const shell = pick(random, this.#shells);
    const text = `${SETUP}\n${script}`;
    const id = await this.#runtime.createContainer(this.#sandbox, {
      ...{ name: 'main', attempt: this.#attempt++, image: this.image, workingDir: '/work', annotations: {} },
      ...{ command: asFirst ? [shell, '-c', text] : ['sleep', 'infinity'], env: { x: pick(random, ['', 'a.b.c', '5', '*']), y: 'banana' } },
      ...{
        limits: { memoryBytes: MEMORY_BYTES },
        terminationMessagePath: '/dev/termination-log',
        stdin: once(random, 4),
        tty: once(random, 8),
      },
      mounts: [
        { containerPath: '/volume', hostPath: '/volume' },
        { containerPath: '/readonly', hostPath: '/readonly', readOnly: true },
      ],
    });
    await this.#runtime.startContainer(id);
    const end = asFirst ? await this.#untilExited(id) : await this.#exec(id, [shell, '-c', text], random);
    await this.#remove(id);
    return end;
  }

  async #exec(id: string, command: readonly string[], random: Random): Promise<ScriptEnd> {
    const stop = new StopSource();
    let code: number | undefined;
    const session = { write: () => undefined, stop, ...(once(random, 3) && { stdin: inputOf(['line one\n', 'two']) }) };
    const ended = this.#runtime.exec(id, command, session).then(
      ({ exitCode }) => {
        code = exitCode;
      },
      (error: unknown) => {
        if (!(error instanceof StoppedError || error instanceof RuntimeError)) throw error;
      },
    );
    await this.#pass(() => code !== undefined || this.#hasExited(id));
    stop.stop();
    await ended;
    return code ?? 'killed';
  }

  async #untilExited(id: string): Promise<ScriptEnd> {
    await this.#pass(() => this.#hasExited(id));
    return this.#runtime.reports().find((report) => report.id === id)?.exitCode ?? 'killed';
  }

  #hasExited(id: string): boolean {
    return this.#runtime.reports().find((report) => report.id === id)?.state === 'exited';
  }

  /** Lets time pass, timer by timer, until `isOver` or the limit. */
  async #pass(isOver: () => boolean): Promise<void> {
    const until = this.#clock.now() + LIMIT_MS;
    let quiet = 0;
    while (!isOver() && this.#clock.now() < until) {
      const before = this.#clock.nextDeadline().at;
      await turn();
      if (isOver()) return;
      quiet = this.#clock.nextDeadline().at === before ? quiet + 1 : 0;
      const next = this.#clock.nextDeadline().at;
      if (next !== null && next <= until) this.#clock.advanceTo(Math.max(next, this.#clock.now()));
      else if (quiet > TURNS_MAX) this.#clock.advanceTo(until);
    }
  }

  async #remove(id: string): Promise<void> {
    const stopped = this.#runtime.stopContainer(id, 0);
    for (let count = 0; count < TURNS_MAX && !this.#hasExited(id); count++) {
      this.#clock.advanceTo(this.#clock.now());
      await turn();
    }
    await stopped;
    this.#runtime.removeContainer(id);
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** Client input: chunks, then end of file. */
function inputOf(pieces: readonly string[]) {
  const left = [...pieces];
  return { read: async () => left.shift() };
}
