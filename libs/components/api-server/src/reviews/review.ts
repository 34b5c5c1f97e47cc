import type { FieldError } from '@klockwork/api-machinery';
import type { ClientCertificate, ImpersonatedUser } from '@klockwork/http-api';
import type { LabTime } from '@klockwork/kernel';
import type { Registry } from '@klockwork/registry';
import type { KubeObject, TokenSigner } from '@klockwork/resources';

export interface ReviewContext {
  /** Requesting user. */
  readonly user: string;
  readonly now: LabTime;
  readonly registry: Registry;
  readonly signer: TokenSigner;
  /** Properties of the user, if the sender acts as it. */
  readonly impersonated: ImpersonatedUser | undefined;
  /** Client certificate of the request, if its user follows from it. */
  readonly certificate: ClientCertificate | undefined;
  /** Bearer token of the request. */
  readonly token: string | undefined;
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
