import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { nodeTimer } from '@klockwork/host';
import type { NodeGroupSize } from '@klockwork/resources';
import { composeError, runsUnderCompose } from '../client/compose.ts';
import { LabClient } from '../client/lab-client.ts';
import { chooseImages } from '../images/image-objects.ts';
import { type LabFolder, type LabState, labFolder } from '../launcher/lab-folder.ts';
import type { LabListener } from '../launcher/lab-listener.ts';
import type { LabOptions } from '../launcher/lab-options.ts';
import { defaultBehindMs } from '../launcher/lab-start.ts';
import type { NodeShape } from '../launcher/node-shape.ts';
import { usualPort } from '../launcher/ports.ts';
import { runLab } from '../launcher/run-lab.ts';
import { readSchedulerConfig } from '../launcher/scheduler-config.ts';
import { LiveLine } from '../output/live-line.ts';
import { Notices } from '../output/notices.ts';
import { welcome } from '../output/welcome.ts';
import { installSystemPods } from '../system-pods/install-system-pods.ts';
import { UserError } from '../user-error.ts';
import { stopOnSignals } from './stop-on-signals.ts';

/** Command-line options of `klockwork up`. */
export interface UpOptions {
  readonly detach?: boolean;
  readonly data?: string;
  readonly port?: number;
  readonly consolePort?: number;
  readonly nodes?: number;
  readonly agents?: number;
  /** Limits of the group of nodes. */
  readonly autoscale?: NodeGroupSize;
  readonly profile?: 'realistic' | 'fast';
  readonly nodeCpu?: string;
  readonly nodeMemory?: string;
  readonly nodeEphemeralStorage?: string;
  readonly nodePods?: number;
  readonly zones?: readonly string[];
  readonly parallelPulls?: number;
  /** File with a KubeSchedulerConfiguration. */
  readonly schedulerConfig?: string;
  readonly rate?: number;
  /** In ms. */
  readonly behind?: number;
  readonly images?: 'known' | 'any';
  /** Pods of a cluster by kubeadm in kube-system. */
  readonly systemPods?: boolean;
  readonly fresh?: boolean;
  /** Ends with the process that started this one. */
  readonly withParent?: boolean;
}

/** Message of the detached launcher to its parent command. */
type Outcome = { readonly up: true; readonly notices: readonly string[] } | { readonly up: false; readonly message: string };

/** Sentences that the command which started a detached lab prints. */
const NOTICES_MAX = 20;

/** Start progress for the waiting command. */
interface Progress {
  readonly progress: string;
}

const DEFAULTS = { port: 6443, nodes: 3, profile: 'realistic', rate: 1 } as const;

/** Runs a lab in the foreground until its stop, or starts a background lab. */
export async function up(options: UpOptions): Promise<void> {
  if (options.data === undefined && runsUnderCompose()) throw composeError('docker compose up -d');
  if (options.autoscale !== undefined && hasNodes(options))
    throw new UserError('--autoscale sets the number of nodes and their agents: give it without --nodes and --agents');
  const folder = labFolder(options.data);
  if (options.detach === true) return detach(folder);
  const requested = { ...labOptions(folder, options), consolePort: await consolePortOf(folder, options) };
  const hasLauncher = process.send !== undefined;
  const lines = new Notices();
  const notices: string[] = [];
  try {
    const progress = startProgress();
    const lab = await runLab(folder, requested, options.fresh === true, listenerOf(progress, lines, notices));
    stopOnSignals(lab);
    if (options.withParent) stopWithParent(lab);
    await lab.up.finally(() => progress.clear());
    if (options.images !== undefined) await chooseImages(await LabClient.connect(folder), options.images);
    if (options.systemPods === true) await installSystemPods(await LabClient.connect(folder), folder);
    if (hasLauncher) sendOutcome({ up: true, notices }, options.withParent);
    else console.log(welcome(folder, requested));
    await lab.ended;
  } catch (error) {
    if (hasLauncher) sendOutcome({ up: false, message: (error as Error).message });
    throw error;
  }
}

/** Given options first, then what this data folder's lab last ran with, then the defaults. */
function labOptions(folder: LabFolder, options: UpOptions): Omit<LabOptions, 'consolePort'> {
  const state = options.fresh === true ? undefined : folder.readState();
  const rate = options.rate ?? DEFAULTS.rate;
  const autoscale = options.autoscale ?? (hasNodes(options) ? undefined : state?.autoscale);
  const agents = options.agents ?? (options.nodes === undefined && autoscale === undefined ? state?.agents : undefined);
  const schedulerConfig = options.schedulerConfig === undefined ? state?.schedulerConfig : readSchedulerConfig(options.schedulerConfig);
  return {
    port: options.port ?? state?.port ?? DEFAULTS.port,
    nodes: autoscale?.min ?? options.nodes ?? state?.nodes ?? DEFAULTS.nodes,
    profile: options.profile ?? state?.profile ?? DEFAULTS.profile,
    shape: { ...state?.shape, ...shapeOf(options) },
    rate,
    behindMs: options.behind ?? forkBehindMs(state) ?? defaultBehindMs(rate),
    ...(state?.fork !== undefined && { isFork: true as const }),
    ...(state?.fork?.revision !== undefined && { copiedAt: state.fork.revision }),
    ...(state?.isTape && { isTape: true as const }),
    ...(agents !== undefined && { agents }),
    ...(autoscale !== undefined && { autoscale }),
    ...(schedulerConfig !== undefined && { schedulerConfig }),
  };
}

/** True for options of a lab with a constant number of nodes. */
function hasNodes({ nodes, agents }: UpOptions): boolean {
  return nodes !== undefined || agents !== undefined;
}

/** Returns the given port, or the one of this folder's last lab if nothing else uses it. Links to the console stay valid. */
async function consolePortOf(folder: LabFolder, { consolePort, fresh }: UpOptions): Promise<number> {
  if (consolePort !== undefined) return consolePort;
  return usualPort(fresh === true ? undefined : folder.readState()?.consolePort);
}

/** The time of a fork begins at its moment, at its first start, and keeps that distance from the wall clock. */
function forkBehindMs(state: LabState | undefined): number | undefined {
  return state?.fork && (state.fork.behindMs ?? nodeTimer.now() - state.labAt);
}

function shapeOf(options: UpOptions): NodeShape {
  const { nodeCpu: cpu, nodeMemory: memory, nodeEphemeralStorage: ephemeralStorage, nodePods: pods, zones, parallelPulls } = options;
  return {
    ...(cpu !== undefined && { cpu }),
    ...(memory !== undefined && { memory }),
    ...(ephemeralStorage !== undefined && { ephemeralStorage }),
    ...(pods !== undefined && { pods }),
    ...(zones !== undefined && { zones }),
    ...(parallelPulls !== undefined && { parallelPulls }),
  };
}

/** Runs the same command in a new session; returns once the lab is up. */
async function detach(folder: LabFolder): Promise<void> {
  folder.prepare();
  const log = openSync(folder.log('launcher'), 'a', 0o600);
  const again = process.argv.slice(1).filter((argument) => argument !== '--detach' && argument !== '-d');
  const child = spawn(process.execPath, [...process.execArgv, ...again], { detached: true, stdio: ['ignore', log, log, 'ipc'] });
  const progress = startProgress();
  const outcome = await new Promise<Outcome>((resolve, reject) => {
    child.on('message', (message: Outcome | Progress) => {
      if ('progress' in message) progress.show(message.progress);
      else resolve(message);
    });
    child.once('error', reject);
    child.once('exit', () => resolve({ up: false, message: `the launcher ended: see ${folder.log('launcher')}` }));
  });
  progress.clear();
  child.removeAllListeners();
  child.disconnect();
  child.unref();
  if (!outcome.up) throw new UserError(outcome.message);
  for (const notice of outcome.notices) console.error(`klockwork: ${notice}`);
  const state = folder.readState();
  console.log(welcome(folder, { port: state?.port ?? DEFAULTS.port, nodes: state?.nodes ?? DEFAULTS.nodes }));
}

function startProgress(): LiveLine {
  return new LiveLine({ stream: process.stderr, now: () => nodeTimer.now() });
}

/** Forwards notices of a detached launcher to its parent command, and stores the first ones. */
function listenerOf(line: LiveLine, lines: Notices, notices: string[]): LabListener {
  return {
    onNotice: (text) => {
      line.clear();
      lines.add(`klockwork: ${text}`);
      if (notices.length < NOTICES_MAX) notices.push(text);
    },
    onProgress: (text) => {
      if (process.send === undefined) line.show(`starting: ${text}`);
      else tellParent({ progress: `starting: ${text}` });
    },
  };
}

/** Sends the outcome, and closes the channel unless it is to tell the parent's end. */
function sendOutcome(outcome: Outcome, staysConnected = false): void {
  tellParent(outcome, () => {
    if (!staysConnected && process.connected) process.disconnect();
  });
}

/** Sends a message to the parent command. A parent that ended early, as in `up --detach | head`, needs none: its lab continues. */
function tellParent(message: Outcome | Progress, sent: () => void = () => {}): void {
  if (process.connected) process.send?.(message, sent);
}

/** Stops the lab once the channel of the parent closes: on its request, and at its end of any kind. */
function stopWithParent(lab: { stop(): Promise<void> }): void {
  if (process.connected) process.once('disconnect', () => void lab.stop());
  else void lab.stop();
}
