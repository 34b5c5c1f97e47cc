import { goQuote } from '@klockwork/api-machinery';
import type { ClusterApi } from '@klockwork/cluster-api';
import type { Cause } from '@klockwork/event-store';
import { ApiError, type Clock, type LabTime, type Logger } from '@klockwork/kernel';
import type { AuthenticationV1TokenRequest, ServiceAccountTokenProjection } from '@klockwork/kubernetes-types';
import { type KubeObject, type Pod, resources } from '@klockwork/resources';
import { type IssuedTokens, VolumeError } from './volume-plugin.ts';

/** Dependencies of a pod's tokens. */
export interface PodTokensParts {
  readonly api: Pick<ClusterApi, 'create'>;
  readonly wallClock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}

interface IssuedToken {
  readonly text: string;
  readonly expiresAt: LabTime;
  /** Instant of the node's wall clock from which a new token replaces this one. */
  readonly dueAt: LabTime;
}

/** Max age of a token in ms, however long it is valid. */
const AGE_MS_MAX = 24 * 3_600 * 1_000;
/** Share of a token's life that remains at its replacement. */
const REMAINING_PERCENT = 20;
const EXPIRATION_SECONDS = 3_600;

/** Tokens of a pod's service account: requested from the API, kept, and replaced in time. Models `pkg/kubelet/token/token_manager.go`. */
export class PodTokens {
  readonly #parts: PodTokensParts;
  readonly #issued = new Map<string, IssuedToken>();

  constructor(parts: PodTokensParts) {
    this.#parts = parts;
  }

  /** Ms of wall clock until the first replacement; undefined without tokens. */
  get dueInMs(): number | undefined {
    const due = [...this.#issued.values()].map(({ dueAt }) => dueAt);
    return due.length === 0 ? undefined : Math.max(0, Math.min(...due) - this.#parts.wallClock.now());
  }

  /** Returns the tokens of projections; requests missing and old ones. */
  async read(pod: Pod, sources: readonly ServiceAccountTokenProjection[], cause: Cause): Promise<IssuedTokens> {
    const tokens = new Map<string, string | VolumeError>();
    for (const source of sources) tokens.set(keyOf(pod, source), await this.#read(pod, source, cause));
    return (source) => {
      const token = tokens.get(keyOf(pod, source));
      if (typeof token !== 'string') throw token ?? new VolumeError('failed to fetch token');
      return token;
    };
  }

  async #read(pod: Pod, source: ServiceAccountTokenProjection, cause: Cause): Promise<string | VolumeError> {
    const key = keyOf(pod, source);
    const issue = this.#issued.get(key);
    if (issue !== undefined && this.#parts.wallClock.now() < issue.dueAt) return issue.text;
    try {
      const token = await this.#request(pod, source, cause);
      this.#issued.set(key, token);
      return token.text;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (issue === undefined) return new VolumeError(`failed to fetch token: ${error.message}`);
      if (issue.expiresAt < this.#parts.wallClock.now())
        return new VolumeError(`token ${key} expired and refresh failed: ${error.message}`);
      this.#parts.logger.error({ cacheKey: key, error: error.message }, "couldn't update token");
      return issue.text;
    }
  }

  async #request({ metadata = {}, spec }: Pod, source: ServiceAccountTokenProjection, cause: Cause): Promise<IssuedToken> {
    const { name = '', namespace = '', uid = '' } = metadata;
    const { audience = '', expirationSeconds = EXPIRATION_SECONDS } = source;
    const tokenRequest = {
      metadata: { namespace, name: accountOf(spec) },
      spec: {
        audiences: audience === '' ? [] : [audience],
        expirationSeconds,
        boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name, uid },
      },
    };
    const options = { cause, subresource: 'token' };
    const { status } = (await this.#parts.api.create(
      resources.serviceAccounts,
      tokenRequest as KubeObject,
      options,
    )) as AuthenticationV1TokenRequest;
    const expiresAt = Date.parse(status?.expirationTimestamp ?? '');
    const lifeMs = expirationSeconds * 1_000;
    const dueAt = expiresAt - Math.max(lifeMs - AGE_MS_MAX, (lifeMs * REMAINING_PERCENT) / 100);
    return { text: status?.token ?? '', expiresAt, dueAt };
  }
}

/** Models `keyFunc`, whose text is part of an error. */
function keyOf(
  { metadata = {}, spec }: Pod,
  { audience = '', expirationSeconds = EXPIRATION_SECONDS }: ServiceAccountTokenProjection,
): string {
  const { name = '', namespace = '', uid = '' } = metadata;
  const audiences = audience === '' ? '[]string(nil)' : `[]string{${goQuote(audience)}}`;
  const ref = `v1.BoundObjectReference{Kind:"Pod", APIVersion:"v1", Name:${goQuote(name)}, UID:${goQuote(uid)}}`;
  return `${goQuote(accountOf(spec))}/${goQuote(namespace)}/${audiences}/${expirationSeconds}/${ref}/""`;
}

function accountOf(spec: Pod['spec']): string {
  return spec?.serviceAccountName ?? 'default';
}
