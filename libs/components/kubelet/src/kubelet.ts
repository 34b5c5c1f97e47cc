import type { Bus, Route, Subjects, Subscription } from '@klockwork/bus';
import {
  type LogsAnswer,
  type LogsRequest,
  NODE_ROUTES,
  type NodeStats,
  type PortForwardRequest,
  type StreamAnswer,
  type StreamRequest,
} from '@klockwork/cluster-api';
import { type ComponentContext, type Running, startFaultActor } from '@klockwork/controller-runtime';
import type { Cause, Revision } from '@klockwork/event-store';
import type { FileTree } from '@klockwork/files';
import type { Catalogue } from '@klockwork/images';
import { type Informer, Informers, type Notice } from '@klockwork/informers';
import { assert, ContainedClock, logFailure, StopSource } from '@klockwork/kernel';
import type { Node, Pod, Service } from '@klockwork/kubernetes-types';
import { type DnsZone, placeOf } from '@klockwork/networking';
import type { ShutdownPeriods } from '@klockwork/node-lifecycle';
import type { ContainerRuntime, NodeSize } from '@klockwork/pod-lifecycle';
import { type LabImage, type NodePolicies, type PersistentVolume, resources } from '@klockwork/resources';
import { clusterNetwork } from './cluster-network.ts';
import { clusterPolicies } from './cluster-policies.ts';
import { answerLogs } from './container-logs.ts';
import { nodeInjectors } from './faults/node-injectors.ts';
import { ImageCatalogue } from './image-catalogue.ts';
import { NodeAgent, type PodSource } from './node-agent.ts';
import { nodeCapacity, nodeSize } from './node-capacity.ts';
import { nodeDisk } from './node-disk.ts';
import { nodeStats } from './node-stats.ts';
import { noStartNotes, type StartNotes } from './pod-starts/start-notes.ts';
import { ReferencedObjects } from './references/referenced-objects.ts';
import type { ManifestSource } from './static-pods/manifest-source.ts';
import { StatusWriter } from './status-writer.ts';
import { answerPortForward } from './streaming/answer-port-forward.ts';
import { answerStream } from './streaming/answer-stream.ts';
import { provisionedOn } from './volumes/provisioned-folder.ts';

/** Node, for the creation of its runtime. */
export interface KubeletNode {
  readonly name: string;
  readonly podCidr: string;
  /** Address of the node. */
  readonly hostIP: string;
  readonly size: NodeSize;
  /** Returns the cluster's Services and names. */
  world(): DnsZone;
  /** Network policies of the cluster, and the pods of this process. */
  readonly policies: NodePolicies;
  /** Disk of the node, with volumes and mounted files. */
  readonly hostFiles: FileTree;
  /** Returns the images available for pulls. */
  catalogue(): Catalogue;
}

/** Nodes of a kubelet process, and their properties. */
export interface KubeletOptions {
  readonly nodes: readonly string[];
  /** Creates the runtime of a node, which the kubelet then owns. */
  runtimeFor(node: KubeletNode): ContainerRuntime;
  /** Shutdown periods of its nodes at a stop; without these a stop is a power loss. */
  readonly shutdown?: ShutdownPeriods;
  /** Source of static pods; default none. */
  readonly manifests?: ManifestSource;
  /** Notes about starting pods, for the time after a crash; default none. */
  readonly startNotes?: StartNotes;
  /** Set in a copy of a cluster: its last copied revision. Nodes resume pods until their first lease renewal after it. */
  readonly copiedAt?: Revision;
  /** Capacities that differ from the default: `{ memory: '16Gi' }`. */
  readonly capacity?: Readonly<Record<string, string>>;
  /** Maximum number of concurrent pulls per node; default one, like upstream's serializeImagePulls. */
  readonly maxParallelImagePulls?: number;
  /** Returns additional labels of a node: its zone. */
  labelsOf?(node: string): Readonly<Record<string, string>>;
  /** Default `v1.35.0`. */
  readonly kubeletVersion?: string;
}

/** Dependencies of a kubelet. */
export type KubeletContext = ComponentContext & { readonly bus: Bus; readonly subjects: Subjects };

const KUBELET_VERSION = 'v1.35.0';
/** Queue group in which agents answer. */
const KUBELET_QUEUE = 'kubelet';

/** Answers about one node, by the verb of the request's subject. */
export interface NodeAnswers {
  stats(): NodeStats;
  logs(request: LogsRequest): Promise<LogsAnswer>;
  exec(request: StreamRequest): StreamAnswer;
  attach(request: StreamRequest): StreamAnswer;
  portforward(request: PortForwardRequest): StreamAnswer;
}

/** Starts all nodes of one process and serves requests on the bus; resolves after all are registered and Ready. */
export async function startKubelet(context: KubeletContext, options: KubeletOptions): Promise<Running> {
  const kubelet = new Kubelet(context, options);
  const servedSubscriptions = serveNodes(kubelet, context);
  await kubelet.start();
  return {
    async stop() {
      await kubelet.shutDown();
      for (const subscription of servedSubscriptions) subscription.stop();
      await kubelet.stop();
    },
  };
}

function serveNodes(kubelet: Kubelet, { bus, subjects }: KubeletContext): Subscription[] {
  return kubelet.nodes.flatMap((node) => {
    const answers = kubelet.answersOf(node);
    const serve = <Question, Answer>(route: Route<Question, Answer>, answer: (question: Question) => Answer | Promise<Answer>) =>
      bus.serve(subjects.at(route, node), async ({ body }) => answer(body), { queue: KUBELET_QUEUE });
    return [
      serve(NODE_ROUTES.stats, () => answers.stats()),
      serve(NODE_ROUTES.logs, (request) => answers.logs(request)),
      serve(NODE_ROUTES.exec, (request) => answers.exec(request)),
      serve(NODE_ROUTES.attach, (request) => answers.attach(request)),
      serve(NODE_ROUTES.portforward, (request) => answers.portforward(request)),
    ];
  });
}

/** Nodes of one process, which share caches, status writer and connection. The caller passes requests to `answersOf`. */
export class Kubelet implements Running, PodSource {
  readonly #context: KubeletContext;
  readonly #informers: Informers;
  readonly #objects: ReferencedObjects;
  readonly #images: ImageCatalogue;
  readonly #world: () => DnsZone;
  readonly #policies: NodePolicies;
  readonly #agents = new Map<string, NodeAgent>();
  readonly #stop = new StopSource();
  #faults: Running | undefined;
  readonly #shutdown: ShutdownPeriods | undefined;
  readonly #resumes: boolean;

  constructor(outer: KubeletContext, options: KubeletOptions) {
    const { activity, logger } = outer;
    const clock = new ContainedClock(outer.clock, (error) => logFailure(logger, {}, error));
    const context = { ...outer, clock };
    this.#context = context;
    this.#shutdown = options.shutdown;
    this.#resumes = options.copiedAt !== undefined;
    const api = context.api({
      user: 'system:kubelet',
      userAgent: `kubelet/${options.kubeletVersion ?? KUBELET_VERSION} (linux/amd64) klockwork`,
    });
    this.#informers = new Informers({ api, clock, logger });
    this.#objects = new ReferencedObjects(api);
    this.#images = new ImageCatalogue(this.#informers.informer<LabImage>(resources.images));
    this.#world = clusterNetwork(this.#informers);
    this.#policies = clusterPolicies(this.#informers, (namespace, name) => this.#pods().get(namespace, name));
    const writer = new StatusWriter({ activity, clock, logger, stop: this.#stop });
    for (const name of options.nodes) this.#agents.set(name, this.#agent(name, options, writer));
  }

  /** Names of its nodes. */
  get nodes(): readonly string[] {
    return [...this.#agents.keys()];
  }

  /** Returns the answers of `node`. Throws AssertionError for a node of another process. */
  answersOf(node: string): NodeAnswers {
    const agent = this.#agents.get(node);
    assert(agent !== undefined, `node ${node} is run by this process`);
    const { bus, subjects, clock, logger } = this.#context;
    const source = { bus, subjects, clock, logger, runtime: agent.runtime, stop: this.#stop, workers: agent };
    return {
      stats: () => nodeStats(agent, clock.now()),
      logs: (request) => answerLogs(source, request),
      exec: (request) => answerStream(source, 'exec', request),
      attach: (request) => answerStream(source, 'attach', request),
      portforward: (request) => answerPortForward(source, request),
    };
  }

  /** Registers the nodes and runs their pods; resolves after all nodes are Ready. */
  async start(): Promise<void> {
    const pods = this.#pods();
    const nodes = this.#informers.informer<Node>(resources.nodes);
    pods.onNotice((notice) => this.#podNotice(notice));
    nodes.onNotice(({ change, object }) => {
      if (change !== 'deleted') this.#agents.get(object.metadata?.name ?? '')?.nodeChanged(object);
    });
    this.#informers.informer<PersistentVolume>(resources.persistentVolumes).onNotice(({ change, object }) => {
      if (change === 'deleted') this.#agents.get(provisionedOn(object) ?? '')?.volumeRemoved(object);
    });
    const informed = this.#informers.start();
    // Resumed pods need images and Services at once.
    if (this.#resumes) await informed;
    await Promise.all([informed, ...[...this.#agents.values()].map((agent) => agent.start())]);
    if (!this.#stop.stopped) this.#startFaults();
  }

  #startFaults(): void {
    const reporter = `kubelet/${this.nodes[0]}`;
    const injectors = nodeInjectors([...this.#agents.values()], reporter, this.#context.logger);
    this.#faults = startFaultActor(this.#context, { reporter, names: this.nodes }, injectors);
  }

  /** Ends pods in order within shutdown periods, if set. Their logs stay readable meanwhile. */
  async shutDown(): Promise<void> {
    const periods = this.#shutdown;
    if (periods !== undefined) await Promise.all([...this.#agents.values()].map((agent) => agent.shutDown(periods)));
  }

  /** Stops at once; leases expire, as after a power-off. */
  async stop(): Promise<void> {
    this.#stop.stop();
    await this.#faults?.stop();
    this.#informers.stop();
    this.#objects.stop();
    for (const agent of this.#agents.values()) agent.stop();
  }

  #agent(name: string, options: KubeletOptions, writer: StatusWriter): NodeAgent {
    const { random } = this.#context;
    const services = this.#informers.informer<Service>(resources.services);
    const place = placeOf(name);
    const hostFiles = nodeDisk(this.#context.clock, { name, hostIP: place.hostIP });
    const description = {
      name,
      place,
      bootId: random.fork(`boot/${name}/${this.#context.clock.now()}`).uuid(),
      kubeletVersion: options.kubeletVersion ?? KUBELET_VERSION,
      capacity: nodeCapacity(options.capacity),
      labels: options.labelsOf?.(name) ?? {},
    };
    return new NodeAgent({
      context: this.#context,
      description,
      runtime: options.runtimeFor({
        name,
        ...place,
        size: nodeSize(description.capacity),
        world: this.#world,
        policies: this.#policies,
        hostFiles,
        catalogue: () => this.#images.catalogue(),
      }),
      writer,
      hostFiles,
      maxParallelImagePulls: options.maxParallelImagePulls ?? 1,
      objects: this.#objects,
      services,
      startNotes: options.startNotes ?? noStartNotes,
      ...(options.copiedAt !== undefined && { copiedAt: options.copiedAt }),
      ...(options.manifests !== undefined && { manifests: options.manifests }),
      source: this,
    });
  }

  /** Resolves once all pods of the API are known. */
  podsSynced(): Promise<void> {
    return this.#pods().synced();
  }

  /** Resolves once all images that can be pulled are known. */
  imagesSynced(): Promise<void> {
    return this.#images.synced();
  }

  /** Holds pods of its own nodes only: in a large cluster most belong to others. */
  #pods(): Informer<Pod> {
    return this.#informers.informer<Pod>(resources.pods, { keeps: ({ spec }) => this.#agents.has(spec?.nodeName ?? '') });
  }

  #podNotice({ change, object, previous, event, revision }: Notice<Pod>): void {
    const cause: Cause = { trigger: 'event', revision };
    const isAnother = previous !== undefined && previous.metadata?.uid !== object.metadata?.uid;
    if (isAnother) this.#agents.get(previous.spec?.nodeName ?? '')?.podRemoved(previous, cause);
    const agent = this.#agents.get(object.spec?.nodeName ?? '');
    if (change === 'deleted') agent?.podRemoved(object, cause);
    else agent?.podChanged(object, cause, event);
  }
}
