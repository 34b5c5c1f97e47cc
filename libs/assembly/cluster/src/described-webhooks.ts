import { type OutboundAnswer, OutboundError, type OutboundHttps, type OutboundRequest } from '@klockwork/http-api';
import { type Clock, encodeBase64, encodeUtf8, type Random, StoppedError } from '@klockwork/kernel';

/** Behaviour of a webhook for some requests. */
export interface WebhookRule {
  /** Matching requests; all by default. */
  readonly matches?: { readonly operations?: readonly string[]; readonly labels?: Readonly<Record<string, string>> };
  /** Lab time until the answer, in ms; 0 by default. */
  readonly latencyMs?: number;
  /** Failure of a share of the calls. `unavailable`: HTTP 503. */
  readonly failure?: { readonly type: 'refused' | 'hangs' | 'unavailable' | 'malformed'; readonly percent: number };
  /** Message of a refusal; absent: the webhook allows the request. */
  readonly denial?: string;
  /** JSON patch of the reviewed object. */
  readonly patch?: readonly object[];
  readonly warnings?: readonly string[];
}

/** Webhook as data. The first matching rule counts; without one, the webhook allows the request at once. */
export interface DescribedWebhook {
  /** URL of the client configuration. */
  readonly url: string;
  readonly rules: readonly WebhookRule[];
}

/** Ports of {@link DescribedWebhooks}. */
export interface WebhookPorts {
  readonly clock: Clock;
  readonly random: Random;
}

interface Review {
  readonly apiVersion: string;
  readonly kind: string;
  readonly request: {
    readonly uid: string;
    readonly operation: string;
    readonly object?: ReviewedObject | null;
    readonly oldObject?: ReviewedObject | null;
  };
}

interface ReviewedObject {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
}

/** Webhooks of a cluster without network: programs described as data, on the cluster's clock. */
export class DescribedWebhooks implements OutboundHttps {
  readonly #rules: ReadonlyMap<string, readonly WebhookRule[]>;
  readonly #ports: WebhookPorts;

  constructor(webhooks: readonly DescribedWebhook[], ports: WebhookPorts) {
    this.#rules = new Map(webhooks.map(({ url, rules }) => [url, rules]));
    this.#ports = ports;
  }

  async send(sentRequest: OutboundRequest): Promise<OutboundAnswer> {
    const [url = ''] = sentRequest.url.split('?');
    const rules = this.#rules.get(url);
    if (rules === undefined) throw new OutboundError(`dial tcp: lookup ${hostOf(url)}: no such host`);
    const review = JSON.parse(sentRequest.body) as Review;
    const rule = rules.find((one) => isMatch(one, review)) ?? {};
    const failure = this.#failureOf(rule);
    if (failure === 'refused') throw new OutboundError('connect: connection refused');
    await this.#wait(sentRequest, failure === 'hangs' ? Number.POSITIVE_INFINITY : (rule.latencyMs ?? 0));
    if (failure === 'unavailable') return { status: 503, contentType: 'text/plain', body: 'no healthy upstream' };
    if (failure === 'malformed') return { status: 200, contentType: 'application/json', body: '{"response":' };
    return answerTo(review, rule);
  }

  #failureOf({ failure }: WebhookRule): NonNullable<WebhookRule['failure']>['type'] | undefined {
    return failure !== undefined && this.#ports.random.integer(100) < failure.percent ? failure.type : undefined;
  }

  /** Waits for the answer, at most until the request's timeout. */
  async #wait({ timeoutMs = Number.POSITIVE_INFINITY, stop }: OutboundRequest, latencyMs: number): Promise<void> {
    const ms = Math.min(latencyMs, timeoutMs);
    try {
      if (ms === Number.POSITIVE_INFINITY) await untilStopped(stop);
      else if (ms > 0) await this.#ports.clock.sleep(ms, { name: 'webhook-latency' }, stop);
    } catch (error) {
      if (!(error instanceof StoppedError)) throw error;
      throw new OutboundError('context deadline exceeded');
    }
    if (latencyMs > timeoutMs) throw new OutboundError('context deadline exceeded');
  }
}

function hostOf(url: string): string {
  return url.replace(/^https:\/\//, '').replace(/[:/].*$/, '');
}

function untilStopped(stop: OutboundRequest['stop']): Promise<never> {
  return new Promise((_, reject) => stop.onStop(() => reject(new StoppedError())));
}

function isMatch({ matches: { operations, labels = {} } = {} }: WebhookRule, { request }: Review): boolean {
  const own = (request.object ?? request.oldObject)?.metadata?.labels ?? {};
  const isAsked = operations === undefined || operations.includes(request.operation);
  return isAsked && Object.entries(labels).every(([key, value]) => own[key] === value);
}

function answerTo({ apiVersion, kind, request: { uid } }: Review, { denial, patch, warnings = [] }: WebhookRule): OutboundAnswer {
  const patched = patch && { patchType: 'JSONPatch', patch: encodeBase64(encodeUtf8(JSON.stringify(patch))) };
  const verdict = denial === undefined ? { allowed: true } : { allowed: false, status: { code: 403, message: denial } };
  const body = JSON.stringify({ apiVersion, kind, response: { uid, ...verdict, ...patched, warnings } });
  return { status: 200, contentType: 'application/json', body };
}
