import { freePort, nodeTimer, serviceEntry } from '@klockwork/host';
import type { LabTime } from '@klockwork/kernel';
import { readNatsServers } from '@klockwork/nats-bus';
import { LabClient } from '../client/lab-client.ts';
import { nodesReady } from '../client/nodes-ready.ts';
import { UserError } from '../user-error.ts';
import { agentEnvironment } from './agent-environment.ts';
import { busUsersOf } from './bus-users.ts';
import { CONTROL_PLANE, controlPlaneOf } from './control-plane.ts';
import { endNotice, missingText } from './end-notice.ts';
import { type FaultTime, faultInstant } from './fault-time.ts';
import { groupMachines } from './group-machines.ts';
import { LabFaults } from './lab-faults.ts';
import type { LabFolder } from './lab-folder.ts';
import type { LabListener } from './lab-listener.ts';
import type { LabOptions } from './lab-options.ts';
import { jumpText, labStart } from './lab-start.ts';
import { labStateOf } from './lab-state.ts';
import type { LabStatus, StartedNode } from './lab-status.ts';
import { LauncherTime } from './launcher-time.ts';
import { agentsOf, agentsToStart } from './node-group.ts';
import type { AgentPlan } from './node-plan.ts';
import { reportFault } from './report-fault.ts';
import { semiSpaceMiB } from './semi-space.ts';
import { Service, type ServiceEnd } from './service.ts';
import { stalledByFaults } from './stalled-by-faults.ts';
import { StartWatch } from './start-watch.ts';

export type { LabStatus, StartedNode } from './lab-status.ts';

const CLUSTER = process.env.KLOCKWORK_CLUSTER ?? 'lab';
/** Grace period of a service before SIGKILL, in ms. */
const STOP_GRACE_MS = 8_000;
/** Host time after which a start in which nothing more becomes ready is given up. */
const START_STALL_MS_MAX = 120_000;
/** Host time for which an advance, or who killed a node, waits until the log tells of it. */
const TOLD_MS_MAX = 3_000;

/** All processes of one lab: the broker, the control plane, the agents. */
export class Lab {
  readonly #folder: LabFolder;
  readonly #options: LabOptions;
  readonly #beginsAt: LabTime;
  #time: LauncherTime | undefined;
  readonly #services = new Map<string, Service>();
  readonly #listener: LabListener;
  #natsUrl = process.env.NATS_URL;
  readonly #stopping = new AbortController();
  readonly #faults: LabFaults;
  /** Callbacks for a recorded end of a service. */
  readonly #onTold = new Map<Service, () => void>();

  constructor(folder: LabFolder, options: LabOptions, listener: LabListener) {
    this.#folder = folder;
    this.#options = options;
    this.#listener = listener;
    this.#faults = new LabFaults({
      services: () => [...this.#services.values()],
      kill: (service) => this.#kill(service),
      onNotice: (text) => listener.onNotice(text),
    });
    const start = { hostNow: nodeTimer.now(), behindMs: options.behindMs, endedAt: folder.readState()?.labAt ?? 0 };
    this.#beginsAt = labStart(start);
    const jump = jumpText(start);
    if (jump !== undefined) listener.onNotice(jump);
  }

  /** Starts everything; resolves when all nodes are Ready. Rejects when a service cannot start, or the lab is stopped before. */
  async start(): Promise<void> {
    this.#remember();
    if (this.#natsUrl === undefined) await this.#startBroker();
    this.#stopping.signal.throwIfAborted();
    this.#time = await this.#beginTime();
    this.#stopping.signal.throwIfAborted();
    const controlPlane = controlPlaneOf(this.#options).map(({ name, env }) => this.#add(name, [], env));
    const agents = await agentsToStart(this.#options, controlPlane, () => new LabClient(this.#folder.kubeconfig));
    const services = [...controlPlane, ...agents.map((agent) => this.#addAgent(agent))];
    const missing = new Set(agents.flatMap((agent) => agent.nodes));
    const watch = new StartWatch(START_STALL_MS_MAX, () => missingText([...this.#services.values()], missing));
    try {
      const stalled = stalledByFaults(watch.stalled, () => new LabClient(this.#folder.kubeconfig));
      await Promise.race([this.#startServices(services, missing, watch), stalled]);
      // Not earlier: a fault that takes a node's power would delay the start.
      this.#time.startFaults(this.#faults);
      const { autoscale } = this.#options;
      const room = { services: this.#services, folder: this.#folder, listener: this.#listener, stopGraceMs: STOP_GRACE_MS };
      if (autoscale !== undefined)
        this.#time.startNodeGroup(autoscale, groupMachines(autoscale, { ...room, add: (agent) => this.#addAgent(agent) }));
    } finally {
      watch.end();
    }
  }

  #addAgent({ service, nodes }: AgentPlan): Service {
    return this.#add(service, nodes, agentEnvironment(nodes, this.#options));
  }

  /** `missing`: the nodes that are not Ready; each is removed when it is. */
  async #startServices(services: readonly Service[], missing: Set<string>, watch: StartWatch): Promise<void> {
    const [nodes, { onProgress }] = [missing.size, this.#listener];
    let started = 0;
    const onStarted = () => {
      watch.progress();
      onProgress(`${++started} of ${services.length} processes run`);
    };
    const onReady = () => {
      watch.progress();
      onProgress(`${nodes - missing.size} of ${nodes} nodes Ready`);
    };
    await Promise.all(services.map((service) => service.start().then(onStarted)));
    await nodesReady(new LabClient(this.#folder.kubeconfig), missing, { stop: this.#stopping.signal, onReady });
  }

  /** Agents first, the broker last, so that each can still say what it has to. Time is kept until nobody follows it any more. */
  async stop(): Promise<void> {
    this.#stopping.abort(new UserError('the lab was stopped before all its nodes were Ready'));
    const all = [...this.#services.values()];
    for (const service of all) service.retire();
    this.#time?.stopComponent();
    const isAgent = (service: Service) => service.spec.nodes.length > 0;
    await Promise.all(all.filter(isAgent).map((service) => service.stop(STOP_GRACE_MS)));
    for (const name of ['controller-manager', 'scheduler', 'api-server']) await this.#services.get(name)?.stop(STOP_GRACE_MS);
    this.#remember();
    await this.#time?.end();
    await this.#services.get('broker')?.stop(STOP_GRACE_MS);
  }

  async status(): Promise<LabStatus> {
    return {
      server: `https://127.0.0.1:${this.#options.port}`,
      console: `http://127.0.0.1:${this.#options.consolePort}`,
      kubeconfig: this.#folder.kubeconfig,
      ...(await this.#head()),
      clock: { ...this.#clock(), now: new Date(this.#clock().now).toISOString() },
      services: [...this.#services.values()].map((service) => service.report()),
    };
  }

  /** Starts the agent that runs node `name` unless it runs; resolves when it is registered. */
  async startNode(name: string): Promise<StartedNode> {
    const service = this.#agentOf(name);
    const ranAlready = service.report().state === 'running';
    await service.start();
    return { service: service.spec.name, nodes: service.spec.nodes, ranAlready };
  }

  /** SIGKILL to the agent that runs node `name`; resolves when the log tells of it. */
  async killNode(name: string): Promise<{ service: string; nodes: readonly string[]; pid: number }> {
    const service = this.#agentOf(name);
    const pid = await this.#kill(service);
    if (pid === undefined)
      throw new UserError(`${service.spec.name}, which runs ${name}, is not running: start it with "npx klockwork start-node ${name}"`);
    return { service: service.spec.name, nodes: service.spec.nodes, pid };
  }

  /** Sends SIGKILL; resolves with the process id once the log tells of it, or with undefined if the service does not run. */
  async #kill(service: Service): Promise<number | undefined> {
    const pid = service.kill();
    if (pid === undefined) return undefined;
    // Its end is heard of on a later turn, so nothing was missed by now.
    const readiness = new Promise<void>((resolve) => this.#onTold.set(service, resolve));
    await Promise.race([readiness, new Promise((resolve) => setTimeout(resolve, TOLD_MS_MAX))]);
    return pid;
  }

  /**
   * Sends SIGKILL to the agent of a node at an instant of lab time. Work of that very instant may precede the signal. Returns the instant.
   */
  async killNodeAt(name: string, when: FaultTime): Promise<{ service: string; nodes: readonly string[]; at: LabTime }> {
    const { name: service, nodes } = this.#agentOf(name).spec;
    if (this.#time === undefined) throw new UserError('the lab is only just starting: ask again in a moment');
    const at = faultInstant(when, this.#clock().now);
    this.#time.at(at, { name: 'kill-node', object: `nodes/${name}` }, async () => {
      try {
        await this.killNode(name);
      } catch (error) {
        this.#listener.onNotice(`${name} could not be killed: ${(error as Error).message}`);
      }
    });
    return { service, nodes, at };
  }

  /** Notes where the lab's time is, so that a later start never goes behind it. A lab whose disk is full continues without the note. */
  #remember(): void {
    try {
      this.#folder.writeState(labStateOf(this.#options, this.#clock().now));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#listener.onNotice(error.message);
    }
  }

  async #startBroker(): Promise<void> {
    // Restarted brokers must keep the port that clients know.
    const port = await freePort();
    this.#natsUrl = `nats://127.0.0.1:${port}`;
    const agents = agentsOf(this.#options);
    const processes = [...['launcher', ...CONTROL_PLANE].map((service) => ({ service, nodes: [] })), ...agents];
    this.#folder.writeBusUsers((secretOf) => busUsersOf(CLUSTER, processes, secretOf));
    await this.#add('broker', [], { KLOCKWORK_BROKER_PORT: String(port), KLOCKWORK_BROKER_USERS: this.#folder.busUsers }).start();
  }

  #beginTime(): Promise<LauncherTime> {
    return LauncherTime.connect({
      nats: readNatsServers({ ...process.env, ...this.#commonEnv('launcher') }),
      cluster: CLUSTER,
      labAt: this.#beginsAt,
      rate: this.#options.rate,
      logFile: this.#folder.log('clock'),
    });
  }

  #clock(): ReturnType<LauncherTime['state']> {
    return this.#time?.state() ?? { now: this.#beginsAt, rate: this.#options.rate, mode: 'Running', leftBehind: [] };
  }

  /** An advance waits for what is about to start. The broker does not follow the clock. */
  #expect(service: string): () => void {
    return (service !== 'broker' && this.#time?.expect(service)) || (() => {});
  }

  #add(name: string, nodes: readonly string[], env: Record<string, string>): Service {
    const app = name.startsWith('kubelet-agent') ? 'kubelet-agent' : name;
    const spec = {
      name,
      nodes,
      entry: serviceEntry(app),
      env: { ...this.#commonEnv(name), KLOCKWORK_SERVICE: name, ...env },
      logFile: this.#folder.log(name),
      restart: nodes.length === 0 ? ('always' as const) : ('unless-killed' as const),
      semiSpaceMiB: semiSpaceMiB(name, this.#options.nodes),
    };
    const service = new Service(spec, {
      onSpawn: () => this.#expect(name),
      onEnd: (ended, end) => this.#ended(ended, end),
      onNotice: (text) => this.#listener.onNotice(text),
    });
    this.#services.set(name, service);
    return service;
  }

  /** Returns the environment of `service`, with the file of its bus credential. Another bus takes the credentials of the environment. */
  #commonEnv(service: string): Record<string, string> {
    const credential = { NATS_USER: service, NATS_PASSWORD_FILE: this.#folder.credential(service), NATS_PASSWORD: '' };
    return {
      ...(this.#natsUrl !== undefined && { NATS_URL: this.#natsUrl }),
      ...(process.env.NATS_URL === undefined && credential),
      KLOCKWORK_DATA: this.#folder.path,
      KLOCKWORK_MANIFESTS: this.#folder.nodes,
      KLOCKWORK_STATE: this.#folder.nodes,
      KLOCKWORK_PROFILE: this.#options.profile,
    };
  }

  #ended(service: Service, end: ServiceEnd): void {
    // A node without power has lost what its agent noted.
    if (end.how === 'SIGKILL') this.#folder.forgetPodStarts(service.spec.nodes);
    this.#listener.onNotice(endNotice(service.spec, end));
    this.#time?.awaitNotice(service.spec.nodes);
    void this.#tellLog(service, end.how);
  }

  /** A hold stops advances, so that the record bears the instant of the end. */
  async #tellLog(service: Service, how: string): Promise<void> {
    const { name, nodes } = service.spec;
    const release = this.#time?.hold('a fault to be told');
    const guard = setTimeout(() => release?.(), TOLD_MS_MAX);
    try {
      await reportFault(
        new LabClient(this.#folder.kubeconfig),
        { name: this.#faults.nameOf(service, how), process: name, nodes },
        this.#stopping.signal,
      );
    } catch (error) {
      this.#listener.onNotice((error as Error).message);
    } finally {
      clearTimeout(guard);
      release?.();
      this.#onTold.get(service)?.();
      this.#onTold.delete(service);
    }
  }

  #agentOf(node: string): Service {
    for (const service of this.#services.values()) if (service.spec.nodes.includes(node)) return service;
    const nodes = [...this.#services.values()].flatMap((service) => service.spec.nodes);
    throw new UserError(`this lab has no node ${node}: it has ${nodes.slice(0, 5).join(', ')}${nodes.length > 5 ? ' …' : ''}`);
  }

  async #head(): Promise<Pick<LabStatus, 'lab' | 'revision'>> {
    try {
      const client = new LabClient(this.#folder.kubeconfig);
      const { lab, revision } = await client.getJson<{ lab: string; revision: number }>('/klockwork/v1/status');
      return { lab, revision };
    } catch {
      // The api-server is being started again; its log is safe, its position not known at this moment.
      return { lab: null, revision: null };
    }
  }
}
