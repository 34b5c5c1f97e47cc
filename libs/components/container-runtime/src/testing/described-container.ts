import { type Catalogue, catalogueOf, type ImageDescription, imageProblems } from '@klockwork/images';
import { ManualClock, SeededRandom } from '@klockwork/kernel';
import type { ContainerReport, ContainerSpec, ContainerStats, PortAnswer, PortRequest, ResourceLimits } from '@klockwork/pod-lifecycle';
import { advance, settle } from '@klockwork/userland/testing';
import { SimulatedRuntime } from '../simulated-runtime.ts';

const START = Date.parse('2026-01-01T00:00:00Z');

function catalogueWith(part: Partial<ImageDescription>): Catalogue {
  const description = { repository: 'app', tags: ['1'], entrypoint: ['app'], ...part };
  const problems = imageProblems(description, '');
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return catalogueOf([description]);
}

/** Container of a described image on a node without latencies. Times are ms since its start. */
export class DescribedContainer {
  readonly clock = new ManualClock(START);
  readonly #runtime: SimulatedRuntime;
  readonly #image: string;
  #id = '';
  #sandboxId = '';

  constructor(described: Partial<ImageDescription> | { readonly catalogue: Catalogue; readonly image: string }) {
    const { catalogue, image } = 'catalogue' in described ? described : { catalogue: catalogueWith(described), image: 'app:1' };
    this.#image = image;
    const random = new SeededRandom(7);
    this.#runtime = new SimulatedRuntime({
      clock: this.clock,
      random,
      profile: 'fast',
      podCidr: '10.244.3.0/24',
      catalogue: () => catalogue,
    });
  }

  /** Pulls, creates and starts it. Rejects as the runtime does. */
  async start(spec: Partial<ContainerSpec> = {}): Promise<this> {
    await this.#runtime.pullImage(this.#image);
    const { id } = await this.#runtime.runSandbox({ uid: 'uid-1', namespace: 'default', name: 'web', hostname: 'web' });
    this.#sandboxId = id;
    this.#id = await this.#runtime.createContainer(id, { name: 'app', attempt: 0, image: this.#image, env: {}, annotations: {}, ...spec });
    await this.#runtime.startContainer(this.#id);
    await settle();
    return this;
  }

  async advance(ms: number): Promise<this> {
    await advance(this.clock, ms);
    return this;
  }

  limit(limits: ResourceLimits): void {
    this.#runtime.updateContainer(this.#id, limits);
  }

  /** Requests a stop with 30 s grace. */
  async stop(): Promise<this> {
    void this.#runtime.stopContainer(this.#id, 30_000);
    await advance(this.clock, 0);
    return this;
  }

  /** Runs a command and returns its output. */
  async exec(...command: string[]): Promise<string> {
    const stop = { stopped: false, onStop: () => () => {} };
    let written = '';
    const write = (_: string, bytes: string): undefined => {
      written += bytes;
    };
    await this.#runtime.exec(this.#id, command, { write, stop });
    await settle();
    return written;
  }

  get(path: string, port = 80): Promise<PortAnswer | 'nothing'> {
    return this.ask(port, { type: 'http', path, tls: false });
  }

  /** Sends a request to a port. */
  ask(port: number, request: PortRequest): Promise<PortAnswer | 'nothing'> {
    const asking = this.#runtime.reach(this.#sandboxId, port, request);
    return Promise.race([asking, settle().then(() => 'nothing' as const)]);
  }

  /** Log lines: `1000 text`. */
  get log(): string[] {
    return this.#runtime.logs(this.#id, {}).map(({ at, text }) => `${at - START} ${text}`);
  }

  get stats(): ContainerStats | undefined {
    return this.#runtime.stats()[0];
  }

  get user(): ContainerReport['user'] {
    return this.#runtime.reports()[0]?.user;
  }

  /** How it stands: `running`, or `exited 1 Error at 3000`. */
  get state(): string {
    const report = this.#runtime.reports()[0] as ContainerReport;
    const { state, exitCode, reason, finishedAt = 0 } = report;
    return state === 'exited' ? `exited ${exitCode} ${reason} at ${finishedAt - START}` : state;
  }
}
