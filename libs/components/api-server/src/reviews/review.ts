import type { FieldError } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import type { Registry } from '@klockwork/registry';
import type { KubeObject, TokenSigner } from '@klockwork/resources';
import type { UserInfo } from './user.ts';

export interface ReviewContext {
  /** Requesting user. */
  readonly user: string;
  readonly now: LabTime;
  readonly registry: Registry;
  readonly signer: TokenSigner;
  /** Returns the whole identity of the user. */
  sender(): UserInfo;
  /** Returns the user of a bearer token of this server. */
  userOf(token: string): string | undefined;
}

/** Kind that is never stored: a question with its answer as status. */
export interface Review {
  readonly group: 'authentication.k8s.io' | 'authorization.k8s.io';
  readonly version: 'v1';
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** `sent`: the sent object with its answer, the default. `new`: a new object of the server, as upstream. */
  readonly answer?: 'sent' | 'new';
  validate?(body: KubeObject): FieldError[];
  /** Throws ApiError for an invalid question. */
  status(body: KubeObject, context: ReviewContext): object;
}
