import { MemoryBusNetwork, subjectsOf } from '@klockwork/bus';
import { CountingActivity, ManualClock, SeededRandom, StopSource, silentLogger } from '@klockwork/kernel';
import type { NetworkView } from '@klockwork/networking';
import { aNetwork } from '@klockwork/networking/testing';
import type { ContainerSpec } from '@klockwork/pod-lifecycle';
import type { HostDialer } from '@klockwork/userland';
import { advance } from '@klockwork/userland/testing';
import { CrashLog } from '../crash-log.ts';
import { ApiServerProxy } from '../network/api-server-proxy.ts';
import { BusPeers } from '../network/bus-peers.ts';
import { HostPrograms } from '../network/host-programs.ts';
import { SimulatedRuntime } from '../simulated-runtime.ts';
import { containerSpec } from './container-runtime.contract.ts';

export interface LabPod {
  readonly ip: string;
  readonly node: number;
  readonly sandboxId: string;
  readonly id: string;
}

/** Outcome of a command; `undefined` while it runs. */
export interface CommandOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | undefined;
}

const DNS = {
  servers: ['10.96.0.10'],
  searches: ['default.svc.cluster.local', 'svc.cluster.local', 'cluster.local'],
  options: ['ndots:5'],
};

/** Nodes on one bus, each in its own agent; with pods and Services. */
export class NetworkLab {
  readonly clock = new ManualClock(Date.parse('2026-01-01T00:00:00Z'));
  readonly bus = new MemoryBusNetwork({ clock: this.clock, random: new SeededRandom(5) });
  readonly crashes = new CrashLog(silentLogger);
  view: NetworkView = aNetwork({});
  /** Programs on the machine of the lab; set before the first node boots. */
  dialer: HostDialer | undefined;
  readonly #runtimes = new Map<number, SimulatedRuntime>();
  #pods = 0;

  /** Runtime of `node-N`, booted on first use. */
  node(number: number): SimulatedRuntime {
    const existing = this.#runtimes.get(number);
    if (existing !== undefined) return existing;
    const { clock, crashes } = this;
    const name = `node-${number}`;
    const activity = new CountingActivity((then) => void Promise.resolve().then(then));
    const bus = this.bus.connect({ name, clock, activity });
    const random = new SeededRandom(number);
    const way = { bus, subjects: subjectsOf('lab'), clock, crashes };
    const peers = new BusPeers({ ...way, random: random.fork('peers') });
    const apiServer = new ApiServerProxy({ ...way, random: random.fork('api-server') });
    const runtime = new SimulatedRuntime({
      ...{ clock, random, peers, apiServer, node: name, profile: 'fast', podCidr: `10.244.${number}.0/24` },
      world: () => ({ view: this.view, serial: 1 }),
      ...(this.dialer && { hostPrograms: new HostPrograms({ dialer: this.dialer, crashes }) }),
    });
    this.#runtimes.set(number, runtime);
    return runtime;
  }

  /** Runs a container in a new pod. */
  async pod(node: number, image: string, fields: Partial<ContainerSpec> = {}): Promise<LabPod> {
    const runtime = this.node(node);
    this.#pods += 1;
    const name = `pod-${this.#pods}`;
    await runtime.pullImage(image);
    const { id: sandboxId, ip } = await runtime.runSandbox({ uid: name, namespace: 'default', name, hostname: name, dns: DNS });
    const id = await runtime.createContainer(sandboxId, containerSpec({ image, ...fields }));
    await runtime.startContainer(id);
    await advance(this.clock, 0);
    return { ip, node, sandboxId, id };
  }

  /** Starts a command in a pod; `outcome` returns its output so far. */
  start({ node, id }: LabPod, ...command: string[]): { readonly outcome: () => CommandOutcome; readonly stop: StopSource } {
    const stop = new StopSource();
    const output = { stdout: '', stderr: '' };
    const write = (stream: 'stdout' | 'stderr', bytes: string) => {
      output[stream] += bytes;
      return undefined;
    };
    let code: number | undefined;
    const ended = this.node(node).exec(id, command, { write, stop });
    void ended.then(
      ({ exitCode }) => {
        code = exitCode;
      },
      (error: unknown) => {
        output.stderr += String(error);
      },
    );
    return { outcome: () => ({ ...output, code }), stop };
  }

  /** Runs a command in a pod for at most `limitMs` lab time. */
  async run(pod: LabPod, command: readonly string[], limitMs = 0): Promise<CommandOutcome> {
    const { outcome } = this.start(pod, ...command);
    await advance(this.clock, limitMs);
    return outcome();
  }

  /** Log lines of a pod. */
  log({ node, id }: LabPod): string[] {
    return this.node(node)
      .logs(id, {})
      .map(({ text }) => text);
  }
}
