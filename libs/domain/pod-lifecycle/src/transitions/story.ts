import type { Container, PodSpec } from 'kubernetes-types/core/v1';
import type { PodOnNode } from '../testing/pod-on-node.ts';

/** Something happens to a pod. */
export interface Step {
  /** What triggers the transition, for people. */
  readonly when: string;
  act(node: PodOnNode): unknown;
}

/** What becomes of one pod, step by step. */
export interface Story {
  readonly title: string;
  readonly spec: Partial<PodSpec>;
  /** The image is on the node when the pod comes; it is unless said. */
  readonly pulls?: true;
  readonly steps: readonly Step[];
}

/** The image of all containers of the stories. */
export const IMAGE = 'busybox:1.36';

/** A container of the stories. */
export function containerOf(name: string, more: Partial<Container> = {}): Container {
  return { name, image: IMAGE, imagePullPolicy: 'IfNotPresent', ...more };
}

/** An init container that is restarted for as long as the pod runs. */
export function sidecarOf(name: string, more: Partial<Container> = {}): Container {
  return containerOf(name, { restartPolicy: 'Always', ...more });
}

/** Steps of many stories. */
export const steps = {
  sandbox: { when: 'the sandbox is ready', act: (node) => node.sandboxReady() },
  sandboxGone: { when: 'the sandbox is gone', act: (node) => node.learn({ fact: 'sandbox-stopped' }) },
  deleted: { when: 'someone deletes the pod, with 30 s', act: (node) => node.delete(30) },
} satisfies Record<string, Step>;

/** A container's process begins. */
export function started(name = 'main', attempt = 0): Step {
  return { when: `${name} is started`, act: (node) => node.started(name, attempt) };
}

/** A container's process ends. */
export function exited(code: number, name = 'main', attempt = 0): Step {
  return { when: `${name} exits with ${code}`, act: (node) => node.exited(code, name, attempt) };
}

/** Time passes. */
export function after(seconds: number): Step {
  return { when: `${seconds} s pass`, act: (node) => node.wait(seconds * 1_000) };
}
