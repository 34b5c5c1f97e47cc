import type { FieldError } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import type { Registry } from '@klockwork/registry';
import type { KubeObject } from '@klockwork/resources';

/** What an answer to a question depends on. */
export interface ReviewContext {
  /** Who asks. */
  readonly user: string;
  readonly now: LabTime;
  readonly registry: Registry;
  /** The user that a bearer token of this server stands for. */
  userOf(token: string): string | undefined;
}

/** A kind that is never stored: a question whose answer is its status. */
export interface Review {
  readonly group: 'authentication.k8s.io' | 'authorization.k8s.io';
  readonly version: 'v1';
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** `sent`: the object that was sent, with its answer, the default. `new`: an object of the server's own, as upstream makes it. */
  readonly answer?: 'sent' | 'new';
  validate?(body: KubeObject): FieldError[];
  /** Throws ApiError for what cannot be asked. */
  status(body: KubeObject, context: ReviewContext): object;
}
