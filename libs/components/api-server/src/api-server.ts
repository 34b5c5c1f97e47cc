import { statusErrors } from '@klockwork/api-machinery';
import { JournalFailedError } from '@klockwork/event-store';
import type { ApiAnswer, ApiRequest, ApiStream, ApiUpgrade, HttpApi } from '@klockwork/http-api';
import { ApiError, type Clock, StoppedError, type StopSignal } from '@klockwork/kernel';
import { proxyRemote, remoteAt } from './aggregation/proxy-remote.ts';
import { jsonAnswer, notFoundPage, refusal, withWarnings } from './answers/answers.ts';
import { formatted } from './answers/formatted.ts';
import type { ApiServices } from './api-services.ts';
import { componentStatusAnswer } from './component-status/component-status.ts';
import { discover } from './discovery/discovery-routes.ts';
import type { ServedVersion } from './discovery/served-resources.ts';
import { ServedTables } from './discovery/served-tables.ts';
import { isForDrills, passToDrills } from './drills/pass-to-drills.ts';
import { hostTimeAnswer, type MoveTimes } from './host-time/host-time-answer.ts';
import { checkReadOnly, hostTimeRequest } from './host-time/host-time-request.ts';
import { ClientClocks } from './klockwork/client-clocks.ts';
import { ClientHolds } from './klockwork/client-holds.ts';
import { type Clients, klockworkAnswer } from './klockwork/klockwork-routes.ts';
import { metricsAnswer } from './metrics/metrics-answer.ts';
import { measuredRequest } from './monitoring/measured-request.ts';
import { metricsPage } from './monitoring/metrics-page.ts';
import { legacyBinding } from './objects/legacy-binding.ts';
import { answerObjects } from './objects/resource-routes.ts';
import { openApiAnswer } from './openapi/openapi-routes.ts';
import { checkKnown, checkPastRead } from './past/check-past-read.ts';
import { answerReview } from './reviews/reviews.ts';
import { checkAccess } from './routing/access.ts';
import { impersonated } from './routing/impersonate.ts';
import { parseResourcePath, pathSegments, type ResourcePath } from './routing/path.ts';
import { checkTape } from './routing/read-only.ts';
import { type RequestContext, requestContext } from './routing/request-context.ts';
import { checkTimeout } from './routing/request-timeout.ts';
import { verbOf } from './routing/verb.ts';
import { eventLogCheck, type HealthCheck, health, PING } from './system/health.ts';
import { pathIndex } from './system/path-index.ts';
import { KUBERNETES_VERSION } from './system/version.ts';
import { issuerDocument } from './tokens/issuer-discovery.ts';

type Answer = ApiAnswer | ApiStream | ApiUpgrade;

/** Creates the Kubernetes HTTP API over a registry. */
export function createHttpApi(services: ApiServices): HttpApi {
  const server = new ApiServer(services);
  return { handle: (request) => server.handle(request) };
}

class ApiServer {
  readonly #services: ApiServices;
  readonly #checks: readonly HealthCheck[];
  readonly #clients: Clients;
  #known: ServedTables;

  constructor(services: ApiServices) {
    this.#services = services;
    this.#checks = [PING, eventLogCheck(services.journal), ...services.checks];
    this.#clients = { clocks: new ClientClocks(services), holds: new ClientHolds(services) };
    this.#known = new ServedTables(services.kinds.all);
  }

  async handle(request: ApiRequest): Promise<Answer> {
    const inHostTime = hostTimeRequest(request);
    const context = requestContext(inHostTime ?? request, this.#services);
    const note = measuredRequest(context, this.#tables);
    const plain = await this.#answer(context, inHostTime && this.#hostTime());
    note?.(plain);
    const answer = withWarnings('body' in plain ? formatted(plain, context.request) : plain, context.warnings);
    return { ...answer, headers: { ...answer.headers, 'audit-id': context.correlationId } };
  }

  /** Tables of the kinds served now. */
  get #tables(): ServedTables {
    const { all } = this.#services.kinds;
    if (this.#known.kinds !== all) this.#known = new ServedTables(all, this.#known);
    return this.#known;
  }

  get #remoteVersions(): readonly ServedVersion[] {
    return this.#services.remotes?.apis.versions ?? [];
  }

  /** Group versions of this server, then those of extension servers. */
  get #versions(): readonly ServedVersion[] {
    const remote = this.#remoteVersions;
    return remote.length === 0 ? this.#tables.versions : [...this.#tables.versions, ...remote];
  }

  #hostTime(): MoveTimes {
    const { clock, hostNow = () => clock.now() } = this.#services;
    return this.#tables.times.by(() => hostNow() - clock.now());
  }

  async #answer(context: RequestContext, move?: MoveTimes): Promise<Answer> {
    const { request } = context;
    try {
      if (move === undefined) return await this.#authenticated(context);
      checkReadOnly(request);
      const answer = await this.#authenticated(context);
      return parseResourcePath(pathSegments(request.path) ?? []) === undefined ? answer : hostTimeAnswer(answer, move);
    } catch (error) {
      if (error instanceof ApiError) return refusal(error);
      // The log rejects writes: this process is ending, and its successor will answer.
      if (error instanceof JournalFailedError || error instanceof StoppedError)
        return refusal(statusErrors.serviceUnavailable('the api-server is shutting down'));
      throw error;
    }
  }

  /** Answers as the user that the request impersonates. */
  #authenticated(context: RequestContext): Answer | Promise<Answer> {
    const segments = pathSegments(context.request.path);
    if (segments === undefined) return notFoundPage();
    checkAccess(context.request, segments);
    const acting = impersonated(context.request);
    if ('answer' in acting) return acting.answer;
    const { request } = acting;
    if (request.user === undefined) checkAccess({ ...request, headers: {} }, segments);
    return this.#route(request === context.request ? context : { ...context, request }, segments);
  }

  #route(context: RequestContext, segments: readonly string[]): Answer | Promise<Answer> {
    const { request } = context;
    const { moment } = this.#services;
    if (moment !== undefined) checkPastRead(moment, request, segments, context.query);
    if (this.#services.isReadOnly) checkTape(request, segments);
    const remote = remoteAt(context, segments);
    if (remote !== undefined) return proxyRemote(context, remote);
    const path = parseResourcePath(segments);
    checkTimeout(request, path);
    if (path !== undefined) return this.#faulted(path, context) ?? this.#objects(path, context);
    return this.#system(context, segments) ?? this.#notServed(segments);
  }

  #system(context: RequestContext, segments: readonly string[]): Answer | Promise<Answer> | undefined {
    const { request, query } = context;
    const healthAnswer = health(this.#checks, segments, query);
    if (healthAnswer !== undefined) return healthAnswer;
    if (isForDrills(segments)) return passToDrills(context);
    if (segments[0] === 'klockwork') return klockworkAnswer(context, segments, this.#clients);
    const answer = metricsPage(segments, this.#services) ?? this.#document(context, segments);
    if (answer !== undefined && request.method !== 'GET' && request.method !== 'HEAD') throw statusErrors.methodNotAllowedOnPath();
    return answer;
  }

  /** Answers documents other than objects. */
  #document({ request, query }: RequestContext, segments: readonly string[]): Answer | undefined {
    if (segments.length === 0) return pathIndex(this.#versions, this.#checks);
    if (segments[0] === 'version' && segments.length === 1) return jsonAnswer(200, JSON.stringify(KUBERNETES_VERSION, null, 2));
    return (
      issuerDocument(segments, this.#services.signer) ??
      openApiAnswer(this.#tables.documents, request, { segments, query, remotes: this.#services.remotes?.apis.openApi }) ??
      discover(this.#versions, request, segments)
    );
  }

  /** Applies active faults to the request; returns undefined without any. */
  #faulted(path: ResourcePath, context: RequestContext): Promise<Answer> | undefined {
    const { faults, clock } = this.#services;
    if (faults === undefined || faults.none) return undefined;
    const { request, query } = context;
    const { user = '', headers } = request;
    const faultedPath = { ...path, verb: verbOf(request.method, path, query) ?? '', user, userAgent: headers['user-agent'] ?? '' };
    const { delayMs, error } = faults.fateOf(faultedPath);
    return delayed(delayMs, clock, request.stop).then(() => {
      if (error !== undefined) throw error;
      return this.#objects(path, context);
    });
  }

  #objects(path: ResourcePath, context: RequestContext): Answer | Promise<Answer> {
    const { request, query, warnings } = context;
    const kind = this.#tables.kindAt(path);
    const bound = legacyBinding(context, path);
    if (bound !== undefined) return bound;
    if (kind === undefined) return this.#notStored(path, context);
    if (kind.deprecation !== undefined) warnings.push(kind.deprecation);
    const verb = verbOf(request.method, path, query);
    if (verb === undefined) throw statusErrors.methodNotAllowedOnPath();
    const call = { ...context, path, kind, verb };
    const { moment } = this.#services;
    return moment === undefined ? answerObjects(call) : checkKnown(moment, kind).then(() => answerObjects(call));
  }

  /** Answers resources that are not stored in the log. */
  #notStored(path: ResourcePath, context: RequestContext): Answer | Promise<Answer> {
    const { request } = context;
    return (
      answerReview(path, context) ??
      metricsAnswer(path, context) ??
      componentStatusAnswer(path, context) ??
      this.#notServed(pathSegments(request.path) ?? [])
    );
  }

  /**
   * Returns a Status below `/api`, `/version` and served groups, elsewhere a page. Models `director.ServeHTTP` of
   * `k8s.io/apiserver/pkg/server`.
   */
  #notServed([root = '', name = '']: readonly string[]): Answer {
    const isBelow =
      root === 'apis' ? this.#versions.some(({ group }) => group !== '' && group === name) : root === 'api' || root === 'version';
    if (isBelow) throw statusErrors.pathNotFound();
    return notFoundPage();
  }
}

/** Waits `delayMs` of lab time. Rejects with StoppedError once the client disconnects. */
async function delayed(delayMs: number, clock: Clock, stop: StopSignal): Promise<void> {
  if (delayMs > 0) await clock.sleep(delayMs, { name: 'api-latency' }, stop);
}
