import { type DrillDrain, type DrillPatch, type DrillStep, durationOf, stepType } from '@klockwork/drills';
import type { SimulatedTestCluster, TestRequest } from '@klockwork/test-cluster';
import { parse } from 'yaml';
import { kubectlWords } from './kubectl-words.ts';

/** Runs kubectl. */
export interface Kubectl {
  /** Resolves at its exit. Rejects if it cannot be started. */
  run(words: readonly string[], kubeconfig: string): Promise<{ readonly code: number; readonly output: string }>;
}

/** Ground on which steps are played. */
export interface StepGround {
  readonly cluster: SimulatedTestCluster;
  readonly kubectl: Kubectl | undefined;
  /** Lets lab time pass until `isMet`, at most for `withinMs`; returns whether it was met. */
  pass(withinMs: number, isMet?: () => boolean): Promise<boolean>;
  /** Returns a judge of a condition. */
  judgeOf(condition: string): () => boolean;
  /** Creates the Fault of a step. */
  createFault(step: DrillStep): Promise<void>;
  /** Deletes the Fault of a step. */
  endFault(step: string): Promise<void>;
}

/** Refusal of a step by the cluster or by kubectl. */
export class StepError extends Error {
  override readonly name = 'StepError';
}

const EVICTION_RETRY_MS = 5_000;
const PATCH_TYPES = {
  strategic: 'application/strategic-merge-patch+json',
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
} as const;
const TOO_MANY_REQUESTS = 429;
const NOT_FOUND = 404;
const ERROR_MIN = 400;

/** Plays a step, except a turn of the player. Returns a sentence if a limit passed first. Rejects with StepError for a refusal. */
export async function playStep(step: DrillStep, ground: StepGround): Promise<string | undefined> {
  const { cluster } = ground;
  if (step.wait !== undefined) {
    const { for: condition, within } = step.wait;
    return (await ground.pass(durationOf(within), ground.judgeOf(condition))) ? undefined : `"${condition}" did not hold within ${within}`;
  }
  if (step.advance !== undefined) await ground.pass(durationOf(step.advance));
  if (step.drain !== undefined) return drain(step.drain, ground);
  await refusalsOf(async () => {
    if (step.apply !== undefined) await cluster.apply(step.apply);
    if (step.delete !== undefined) await cluster.delete(step.delete);
    if (step.patch !== undefined) await patch(step.patch, cluster);
    if (step.fault !== undefined) await ground.createFault(step);
    if (step.endFault !== undefined) await ground.endFault(step.endFault);
    if (step.kubectl !== undefined) await runKubectl(step.kubectl, ground);
  });
  await cluster.settle();
  return undefined;
}

/** Returns a step for people: its name, or its work. */
export function stepText(step: DrillStep): string {
  const type = stepType(step);
  const work = step[type];
  const detail = typeof work === 'string' && type !== 'apply' ? ` ${work}` : '';
  const more = step.wait?.for ?? step.patch?.object ?? step.fault?.type ?? step.drain?.node;
  return step.name ?? `${type}${detail}${more === undefined ? '' : ` ${more}`}`;
}

async function refusalsOf(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new StepError(error.message, { cause: error });
  }
}

async function patch({ object, type, patch: text }: DrillPatch, cluster: SimulatedTestCluster): Promise<void> {
  await send(cluster, {
    ...{ method: 'PATCH', path: cluster.pathOf(object), body: parse(text) as unknown },
    headers: { 'content-type': PATCH_TYPES[type] },
  });
}

async function send(cluster: SimulatedTestCluster, request: TestRequest): Promise<number> {
  const { status, text } = await cluster.request(request);
  if (status >= ERROR_MIN && status !== TOO_MANY_REQUESTS && status !== NOT_FOUND) throw new StepError(messageOf(text));
  if (status === NOT_FOUND && request.method === 'PATCH') throw new StepError(messageOf(text));
  return status;
}

function messageOf(text: string): string {
  return (JSON.parse(text) as { message?: string }).message ?? text;
}

interface DrainedPod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string }[];
    readonly deletionTimestamp?: string;
  };
  readonly spec: { readonly nodeName?: string };
}

const MIRROR = 'kubernetes.io/config.mirror';

/** Drains as kubectl does, on lab time: pods of DaemonSets and mirror pods stay. */
async function drain({ node, within }: DrillDrain, { cluster, pass }: StepGround): Promise<string | undefined> {
  const end = cluster.now.getTime() + durationOf(within);
  await patch({ object: `nodes/${node}`, type: 'strategic', patch: 'spec: { unschedulable: true }' }, cluster);
  await cluster.settle();
  const left = () => cluster.state.list<DrainedPod>('pods').filter((pod) => isDrained(pod, node));
  while (left().length > 0) {
    const span = Math.min(EVICTION_RETRY_MS, end - cluster.now.getTime());
    if (span <= 0) return `${left().length} pods were not evicted from ${node} within ${within}`;
    for (const pod of left()) await evict(pod, cluster);
    await cluster.settle();
    await pass(span, () => left().length === 0);
  }
  return undefined;
}

function isDrained({ metadata: { ownerReferences = [], annotations = {} }, spec }: DrainedPod, node: string): boolean {
  return spec.nodeName === node && !ownerReferences.some(({ kind }) => kind === 'DaemonSet') && annotations[MIRROR] === undefined;
}

async function evict({ metadata: { name, namespace, deletionTimestamp } }: DrainedPod, cluster: SimulatedTestCluster): Promise<void> {
  if (deletionTimestamp !== undefined) return;
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
  await send(cluster, { method: 'POST', path: `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, body });
}

async function runKubectl(text: string, { kubectl, cluster }: StepGround): Promise<void> {
  if (kubectl === undefined) throw new StepError('kubectl is not available here');
  const { code, output } = await kubectl.run(kubectlWords(text), await cluster.kubeconfig());
  if (code !== 0) throw new StepError(`kubectl ${text}: exit code ${code}: ${output.trim()}`);
}
