import { type KubeObject, type Pod, type PodSpec, resources } from '@klockwork/resources';
import type { Script } from '../script.ts';

/** Action during a story. */
export interface TraceAction {
  /** Seconds of lab time after the beginning. */
  readonly at: number;
  /** Text for people: `kubectl delete pod web`. */
  readonly says: string;
  act(script: Script): unknown;
}

/** Story of pods, recorded as kubectl prints it. */
export interface TraceScenario {
  /** Completes "what becomes of": `an image that does not exist`. */
  readonly title: string;
  /** Node names; default one node. */
  readonly nodes?: readonly string[];
  /** Objects created at the start, in order. */
  readonly objects: readonly KubeObject[];
  readonly acts?: readonly TraceAction[];
  /** Names of deliberately broken invariants. */
  readonly waives?: readonly string[];
  /** Observation time in seconds of lab time. */
  readonly seconds: number;
}

/** Default image of story containers. */
export const IMAGE = 'busybox:1.36';
/** The namespace of all stories. */
const NAMESPACE = 'default';

/** Returns a container with a shell program. */
export function shell(name: string, program: string, more: object = {}): PodSpec['containers'][number] {
  return { name, image: IMAGE, command: ['sh', '-c', program], ...more };
}

/** Returns a restartable init container. */
export function sidecar(name: string, program: string, more: object = {}): PodSpec['containers'][number] {
  return shell(name, program, { restartPolicy: 'Always', ...more });
}

/** The pod `web`. */
export function pod(spec: Partial<PodSpec>, metadata: object = {}): Pod {
  const containers = [shell('main', 'sleep 100000')];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: NAMESPACE, ...metadata }, spec: { containers, ...spec } };
}

/** Applies an object, described by `what`. */
export function apply(at: number, what: string, object: KubeObject): TraceAction {
  return { at, says: `kubectl apply: ${what}`, act: (script) => script.apply(object) };
}

/** Deletes the pod like kubectl. */
export function deletePod(at: number, name = 'web'): TraceAction {
  return { at, says: `kubectl delete pod ${name}`, act: (script) => script.delete(resources.pods, { namespace: NAMESPACE, name }) };
}

/** Deletes the first listed pod. */
export function deleteAnyPod(at: number): TraceAction {
  const first = (script: Script) => script.objects.list<Pod>(resources.pods)[0]?.metadata?.name ?? '';
  return {
    at,
    says: 'kubectl delete pod, whichever',
    act: (script) => script.delete(resources.pods, { namespace: NAMESPACE, name: first(script) }),
  };
}

/** A node loses its power. */
export function powerCut(at: number, node: string): TraceAction {
  return { at, says: `${node} loses power`, act: (script) => script.crash(node) };
}

/** A node is started again. */
export function powerOn(at: number, node: string): TraceAction {
  return { at, says: `${node} is started again`, act: (script) => script.start(node) };
}
