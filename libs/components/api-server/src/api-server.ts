import { statusErrors } from '@klockwork/api-machinery';
import type { Bus, Subjects } from '@klockwork/bus';
import { type Journal, JournalFailedError, type StoreFindings } from '@klockwork/event-store';
import { ApiError, type Logger, StoppedError } from '@klockwork/kernel';
import type { KindDefinition } from '@klockwork/resources';
import { jsonAnswer, notFoundPage, refusal, withWarnings } from './answers/answers.ts';
import { formatted } from './answers/formatted.ts';
import { componentStatusAnswer, servedComponentStatus } from './component-status/component-status.ts';
import { customResourcesAnswer } from './discovery/custom-resources.ts';
import { discover } from './discovery/discovery-routes.ts';
import { type ServedVersion, servedVersions } from './discovery/served-resources.ts';
import { hostTimeAnswer, type MoveTimes } from './host-time/host-time-answer.ts';
import { checkReadOnly, hostTimeRequest } from './host-time/host-time-request.ts';
import { TimeMover } from './host-time/move-times.ts';
import type { ApiAnswer, ApiRequest, ApiStream, ApiUpgrade, HttpApi } from '@klockwork/http-api';
import { klockworkAnswer } from './klockwork/klockwork-routes.ts';
import { metricsAnswer } from './metrics/metrics-answer.ts';
import { servedMetrics } from './metrics/metrics-kinds.ts';
import { legacyBinding, servedBindings } from './objects/legacy-binding.ts';
import type { ObjectServices } from './objects/object-call.ts';
import { answerObjects } from './objects/resource-routes.ts';
import { type ServedKind, servedKinds } from './objects/served-kind.ts';
import { OpenApiDocuments, openApiAnswer } from './openapi/openapi-routes.ts';
import { answerReview, servedReviews } from './reviews/reviews.ts';
import { checkAccess } from './routing/access.ts';
import { parseResourcePath, pathSegments, type ResourcePath } from './routing/path.ts';
import { parseQuery, type Query } from './routing/query.ts';
import { checkTimeout } from './routing/request-timeout.ts';
import { verbOf } from './routing/verb.ts';
import { eventLogCheck, type HealthCheck, health, PING } from './system/health.ts';
import { pathIndex } from './system/path-index.ts';
import { KUBERNETES_VERSION } from './system/version.ts';

/** Dependencies of the API server. */
export interface HttpApiOptions extends ObjectServices {
  readonly journal: Journal;
  /** Bus to the nodes' agents, for logs, stats and commands. */
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly kinds: readonly KindDefinition[];
  readonly logger: Logger;
  /** Health checks in addition to the server's own. */
  readonly checks: readonly HealthCheck[];
  /** Reads the whole log from its file. Rejects with DamagedLogError. */
  readonly verify: () => Promise<StoreFindings>;
  /** Host time in ms since 1970, for clients that request host times. Default: lab time. */
  readonly hostNow?: (() => number) | undefined;
  /** Returns the user of a bearer token, for token reviews. */
  readonly userOf?: ((token: string) => string | undefined) | undefined;
}

type Answer = ApiAnswer | ApiStream | ApiUpgrade;

/** Creates the Kubernetes HTTP API over a registry. */
export function createHttpApi(options: HttpApiOptions): HttpApi {
  const server = new ApiServer(options);
  return { handle: (request) => server.handle(request) };
}

class ApiServer {
  readonly #options: HttpApiOptions;
  readonly #served: readonly ServedVersion[];
  readonly #checks: readonly HealthCheck[];
  readonly #documents: OpenApiDocuments;
  readonly #kinds: ReadonlyMap<string, ServedKind>;
  readonly #hostTime: MoveTimes;

  constructor(options: HttpApiOptions) {
    this.#options = options;
    const kinds = servedKinds(options.kinds);
    this.#served = servedVersions(kinds, [...servedReviews, ...servedMetrics, servedComponentStatus, servedBindings]);
    this.#checks = [PING, eventLogCheck(options.journal), ...options.checks];
    this.#documents = new OpenApiDocuments(this.#served);
    const { clock, hostNow = () => clock.now() } = options;
    this.#hostTime = new TimeMover(options.kinds).by(() => hostNow() - clock.now());
    this.#kinds = new Map(kinds.map((kind) => [`${kind.group}/${kind.version}/${kind.resource}`, kind]));
  }

  async handle(request: ApiRequest): Promise<Answer> {
    const correlationId = this.#options.random.uuid();
    const warnings: string[] = [];
    const read = hostTimeRequest(request);
    const told = await this.#answer(read ?? request, correlationId, warnings, read && this.#hostTime);
    const answer = withWarnings('body' in told ? formatted(told, read ?? request) : told, warnings);
    return { ...answer, headers: { ...answer.headers, 'audit-id': correlationId } };
  }

  async #answer(request: ApiRequest, correlationId: string, warnings: string[], move?: MoveTimes): Promise<Answer> {
    try {
      if (move === undefined) return await this.#route(request, correlationId, warnings);
      checkReadOnly(request);
      const answer = await this.#route(request, correlationId, warnings);
      return parseResourcePath(pathSegments(request.path) ?? []) === undefined ? answer : hostTimeAnswer(answer, move);
    } catch (error) {
      if (error instanceof ApiError) return refusal(error);
      // The log rejects writes: this process is ending, and its successor will answer.
      if (error instanceof JournalFailedError || error instanceof StoppedError)
        return refusal(statusErrors.serviceUnavailable('the api-server is shutting down'));
      throw error;
    }
  }

  #route(request: ApiRequest, correlationId: string, warnings: string[]): Answer | Promise<Answer> {
    const segments = pathSegments(request.path);
    if (segments === undefined) return notFoundPage();
    checkAccess(request, segments);
    const path = parseResourcePath(segments);
    checkTimeout(request, path);
    if (path !== undefined) return this.#objects(path, request, correlationId, warnings);
    return this.#system(request, segments, correlationId) ?? this.#notServed(segments);
  }

  #system(request: ApiRequest, segments: readonly string[], correlationId: string): Answer | Promise<Answer> | undefined {
    const query = parseQuery(request.query);
    const found = health(this.#checks, segments, query);
    if (found !== undefined) return found;
    if (segments[0] === 'klockwork') return klockworkAnswer(this.#options, request, { segments, query, correlationId });
    const answer = this.#document(request, segments, query);
    if (answer !== undefined && request.method !== 'GET' && request.method !== 'HEAD') throw statusErrors.methodNotAllowedOnPath();
    return answer;
  }

  /** Answers documents other than objects. */
  #document(request: ApiRequest, segments: readonly string[], query: Query): Answer | undefined {
    if (segments.length === 0) return pathIndex(this.#served, this.#checks);
    if (segments[0] === 'version' && segments.length === 1) return jsonAnswer(200, JSON.stringify(KUBERNETES_VERSION, null, 2));
    return openApiAnswer(this.#documents, request, { segments, query }) ?? discover(this.#served, request, segments);
  }

  #objects(path: ResourcePath, request: ApiRequest, correlationId: string, warnings: string[]): Answer | Promise<Answer> {
    const query = parseQuery(request.query);
    const kind = this.#kinds.get(`${path.group}/${path.version}/${path.resource}`);
    const bound = legacyBinding({ request, query, path, services: this.#options, correlationId, warnings });
    if (bound !== undefined) return bound;
    if (kind === undefined) return this.#notStored(path, request, query, warnings);
    if (kind.deprecation !== undefined) warnings.push(kind.deprecation);
    const verb = verbOf(request.method, path, query);
    if (verb === undefined) throw statusErrors.methodNotAllowedOnPath();
    return answerObjects({ request, query, path, kind, verb, services: this.#options, correlationId, warnings }, this.#options);
  }

  /** Answers resources that are not stored in the log. */
  #notStored(path: ResourcePath, request: ApiRequest, query: Query, warnings: string[]): Answer | Promise<Answer> {
    const { registry, clock, userOf = () => undefined } = this.#options;
    return (
      answerReview(path, { request, query, warnings }, { registry, now: clock.now(), userOf }) ??
      metricsAnswer(this.#options, path, request, query) ??
      customResourcesAnswer(path, request) ??
      componentStatusAnswer(this.#options, path, { request, query, warnings }) ??
      this.#notServed(pathSegments(request.path) ?? [])
    );
  }

  /**
   * Returns a Status below `/api`, `/version` and served groups, elsewhere a page. Models `director.ServeHTTP` of
   * `k8s.io/apiserver/pkg/server`.
   */
  #notServed([root = '', name = '']: readonly string[]): Answer {
    const isBelow =
      root === 'apis' ? this.#served.some(({ group }) => group !== '' && group === name) : root === 'api' || root === 'version';
    if (isBelow) throw statusErrors.pathNotFound();
    return notFoundPage();
  }
}
