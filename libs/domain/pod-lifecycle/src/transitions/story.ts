import type { Container, PodSpec } from '@klockwork/kubernetes-types';
import type { PodOnNode } from '../testing/pod-on-node.ts';

/** Step in a pod's story. */
export interface Step {
  /** Trigger of the transition, for people. */
  readonly when: string;
  act(node: PodOnNode): unknown;
}

/** Story of one pod, step by step. */
export interface Story {
  readonly title: string;
  readonly spec: Partial<PodSpec>;
  /** True if the image must be pulled; default false. */
  readonly pulls?: true;
  readonly steps: readonly Step[];
}

/** Image of all containers in stories. */
export const IMAGE = 'busybox:1.36';

/** Returns a container for stories. */
export function containerOf(name: string, more: Partial<Container> = {}): Container {
  return { name, image: IMAGE, imagePullPolicy: 'IfNotPresent', ...more };
}

/** Returns a sidecar for stories. */
export function sidecarOf(name: string, more: Partial<Container> = {}): Container {
  return containerOf(name, { restartPolicy: 'Always', ...more });
}

/** Common steps. */
export const steps = {
  sandbox: { when: 'the sandbox is ready', act: (node) => node.sandboxReady() },
  sandboxGone: { when: 'the sandbox is gone', act: (node) => node.learn({ type: 'sandbox-stopped' }) },
  deleted: { when: 'someone deletes the pod, with 30 s', act: (node) => node.delete(30) },
} satisfies Record<string, Step>;

/** Starts a container's process. */
export function started(name = 'main', attempt = 0): Step {
  return { when: `${name} is started`, act: (node) => node.started(name, attempt) };
}

/** Ends a container's process. */
export function exited(code: number, name = 'main', attempt = 0): Step {
  return { when: `${name} exits with ${code}`, act: (node) => node.exited(code, name, attempt) };
}

/** Passes time. */
export function after(seconds: number): Step {
  return { when: `${seconds} s pass`, act: (node) => node.wait(seconds * 1_000) };
}
