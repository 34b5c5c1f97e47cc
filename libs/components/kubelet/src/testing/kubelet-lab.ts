import { type Bus, MemoryBusNetwork, type Subjects, subjectsOf } from '@klockwork/bus';
import { type LogsAnswer, type LogsRequest, NODE_ROUTES } from '@klockwork/cluster-api';
import type { Running } from '@klockwork/controller-runtime';
import { createLab, type Lab } from '@klockwork/controller-runtime/testing';
import type { FileTree } from '@klockwork/files';
import { type Logger, SeededRandom } from '@klockwork/kernel';
import type { Event } from '@klockwork/kubernetes-types';
import type { Manifest, ShutdownPeriods } from '@klockwork/node-lifecycle';
import type { ContainerRuntime } from '@klockwork/pod-lifecycle';
import { type KubeObject, type Pod, type ResourceRef, resources } from '@klockwork/resources';
import { aPod } from '@klockwork/resources/testing';
import { startKubelet } from '../kubelet.ts';
import { noStartNotes, type StartNotes } from '../pod-starts/start-notes.ts';
import type { ManifestSource } from '../static-pods/manifest-source.ts';
import { ScriptedRuntime } from './scripted-runtime.ts';

const REQUEST = { cause: { trigger: 'request', name: 'test' } } as const;

/** Lab with one kubelet and scripted runtimes. */
export class KubeletLab {
  readonly lab: Lab = createLab();
  readonly subjects: Subjects = subjectsOf('lab');
  readonly network = new MemoryBusNetwork({ clock: this.lab.clock, random: new SeededRandom(3) });
  readonly client: Bus;
  /** Wraps each runtime for the kubelet. */
  between: (runtime: ScriptedRuntime) => ContainerRuntime = (runtime) => runtime;
  /** Log of the kubelet. */
  logger: Logger = this.lab.context.logger;
  runtimes = new Map<string, ScriptedRuntime>();
  /** Shutdown periods from the next boot on. */
  shutdown: ShutdownPeriods | undefined;
  /** Notes about starts from the next boot on. */
  startNotes: StartNotes = noStartNotes;
  /** Manifests of every node's folder, by path. */
  readonly #manifests = new Map<string, Manifest>();
  #manifestsChanged: (() => void) | undefined;
  readonly #hostFiles = new Map<string, FileTree>();
  #kubelet: Running | undefined;
  #boots = 0;

  constructor() {
    this.client = this.network.connect({ name: 'client', clock: this.lab.clock, activity: this.lab.context.activity });
  }

  /** Starts the nodes with fresh runtimes. */
  async boot(...nodes: string[]): Promise<void> {
    const { clock, context } = this.lab;
    this.#boots += 1;
    const bus = this.network.connect({ name: `kubelet-${this.#boots}`, clock, activity: context.activity });
    this.runtimes = new Map(nodes.map((name) => [name, new ScriptedRuntime(clock, `boot-${this.#boots}`)]));
    const runtimeFor = ({ name, hostFiles }: { name: string; hostFiles: FileTree }) => {
      this.#hostFiles.set(name, hostFiles);
      return this.between(this.runtimes.get(name) as ScriptedRuntime);
    };
    const { shutdown, startNotes } = this;
    const starting = startKubelet(
      { ...context, logger: this.logger, bus, subjects: this.subjects },
      { nodes, manifests: this.#manifestSource(), startNotes, runtimeFor, ...(shutdown && { shutdown }) },
    );
    await this.lab.advance(0);
    this.#kubelet = await starting;
    await this.lab.advance(0);
  }

  /** Stops the kubelet like SIGTERM, with this much time. */
  async stop(withinMs = 0): Promise<void> {
    const stopping = this.#kubelet?.stop();
    await this.lab.advance(withinMs);
    await stopping;
    await this.lab.advance(0);
  }

  /** Writes a manifest into every node's folder; without a value, removes it. */
  async manifest(path: string, value?: unknown): Promise<void> {
    if (value === undefined) this.#manifests.delete(path);
    else this.#manifests.set(path, { path, value });
    this.#manifestsChanged?.();
    await this.lab.advance(0);
  }

  #manifestSource(): ManifestSource {
    const follow: ManifestSource['follow'] = (_, changed) => {
      this.#manifestsChanged = () => changed([...this.#manifests.values()]);
      this.#manifestsChanged();
      return () => {};
    };
    return { follow };
  }

  runtime(node = 'node-1'): ScriptedRuntime {
    return this.runtimes.get(node) as ScriptedRuntime;
  }

  /** Returns the files on a node's disk. */
  hostFiles(node = 'node-1'): FileTree {
    return this.#hostFiles.get(node) as FileTree;
  }

  /** Creates a pod bound to node-1, and handles the consequences of this instant. */
  async run(pod: Parameters<typeof aPod>[0] = {}): Promise<Pod> {
    const bound = aPod({ ...pod, spec: { nodeName: 'node-1', ...pod?.spec } });
    const created = await this.lab.api.create<KubeObject>(resources.pods, bound, REQUEST);
    await this.lab.advance(0);
    return (await this.pod(created.metadata?.name)) as Pod;
  }

  async pod(name = 'web'): Promise<Pod | undefined> {
    return (await this.list<Pod>(resources.pods)).find((pod) => pod.metadata?.name === name);
  }

  async delete(name = 'web', gracePeriodSeconds?: number): Promise<void> {
    const deletion = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
    await this.lab.api.delete(resources.pods, { namespace: 'default', name }, deletion, REQUEST);
    await this.lab.advance(0);
  }

  async list<T extends KubeObject>(resource: ResourceRef): Promise<T[]> {
    return (await this.lab.api.list<T>(resource)).items;
  }

  /** Returns events about an object, as `Reason: message`, in order of first recording. */
  async events(name: string): Promise<string[]> {
    const created = this.lab.api.log.events.filter(({ key, change }) => key.resource === 'events' && change === 'created');
    return created
      .map(({ object }) => object as Event)
      .filter(({ involvedObject }) => involvedObject.name === name)
      .map(({ reason, message }) => `${reason}: ${message}`);
  }

  /** Requests a page of a log from node-1. */
  async logs(request: Partial<LogsRequest>): Promise<LogsAnswer> {
    const pod = await this.pod(request.pod ?? 'web');
    const whole: LogsRequest = {
      node: 'node-1',
      namespace: 'default',
      pod: 'web',
      uid: pod?.metadata?.uid ?? '',
      container: 'web',
      previous: false,
      follow: false,
      ...request,
    };
    const answer = this.client.request(this.subjects.at(NODE_ROUTES.logs, 'node-1'), whole, { timeoutMs: 60_000, waits: 'lab' });
    await this.lab.advance(0);
    return answer;
  }
}
