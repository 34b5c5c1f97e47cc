import { statusErrors } from '@klockwork/api-machinery';
import { type DrillSummary, errorsText, type RunState } from '@klockwork/drills';
import type { ApiAnswer, ApiRequest, ApiStream, ApiUpgrade, HttpApi } from '@klockwork/http-api';
import { ApiError, type HostTimer } from '@klockwork/kernel';
import type { TestClusters } from '@klockwork/test-cluster';
import { parseDrill } from '../parse-drill.ts';
import type { Kubectl } from '../play-step.ts';
import { jsonAnswer, statusAnswer } from '../status-answer.ts';
import { ActiveRun } from './active-run.ts';
import { passToCluster } from './cluster-requests.ts';
import { drillSummary } from './drill-summary.ts';
import { type DrillSources, runOrder } from './run-order.ts';
import { RunHistory, type RunRecords } from './run-records.ts';
import { runSummary } from './run-state.ts';
import { runStream } from './run-stream.ts';

type Answer = ApiAnswer | ApiStream | ApiUpgrade;

/** Dependencies of a {@link DrillService}. */
export interface DrillServiceParts extends DrillSources {
  readonly clusters: TestClusters;
  readonly records: RunRecords;
  readonly timer: HostTimer;
  /** Needed by steps with kubectl. */
  readonly kubectl?: Kubectl | undefined;
}

const ROOT = '/klockwork/v1/drills';
const RUN = /^\/klockwork\/v1\/drills\/runs\/(\d+)(?:\/(hint|end|reset|stop))?$/;
const CLUSTER = /^\/drill(\/.*)?$/;
const RUNS = { group: 'klockwork.dev', resource: 'drillruns' };

/**
 * Runs drills for clients over HTTP: `/klockwork/v1/drills`, and below `/drill/` the API of the cluster of the present run. Rejects a second run with 409.
 */
export class DrillService implements HttpApi {
  readonly #parts: DrillServiceParts;
  readonly #history: RunHistory;
  readonly #drills: readonly DrillSummary[];
  #active: ActiveRun | undefined;
  /** True while a new run is read and its predecessor ends. */
  #isStarting = false;

  constructor(parts: DrillServiceParts) {
    this.#parts = parts;
    this.#history = new RunHistory(parts.records);
    this.#drills = parts.builtIn.map(({ source, text }) => {
      const read = parseDrill(text);
      if ('errors' in read) throw new Error(`${source} is no valid drill:\n${errorsText(read.errors)}`);
      return drillSummary(read.drill);
    });
  }

  async handle(request: ApiRequest): Promise<Answer> {
    try {
      if (request.user === undefined) throw statusErrors.unauthorized();
      const [, path] = CLUSTER.exec(request.path) ?? [];
      if (path !== undefined) return await this.#cluster({ ...request, path });
      return await this.#answer(request);
    } catch (error) {
      if (error instanceof ApiError) return statusAnswer(error);
      throw error;
    }
  }

  /** Ends the present run, and its cluster. */
  async stop(): Promise<void> {
    await this.#active?.stop();
  }

  async #answer(request: ApiRequest): Promise<Answer> {
    const { path, method } = request;
    const isRead = method === 'GET' || method === 'HEAD';
    if (path === ROOT && isRead) return jsonAnswer(200, { items: this.#drills });
    if (path === `${ROOT}/runs`) {
      if (isRead) return jsonAnswer(200, { items: this.#states.map(runSummary).reverse() });
      if (method === 'POST') return jsonAnswer(201, await this.#start(request));
    }
    const [, id, verb] = RUN.exec(path) ?? [];
    if (id !== undefined && verb === undefined && isRead) return this.#read(id, request);
    if (id !== undefined && verb !== undefined && method === 'POST') return jsonAnswer(200, await this.#command(id, verb));
    if (path === ROOT || path === `${ROOT}/runs` || id !== undefined) throw statusErrors.methodNotAllowedOnPath();
    throw statusErrors.pathNotFound();
  }

  async #start(request: ApiRequest): Promise<RunState> {
    if (this.#isStarting || this.#active?.hasEnded === false)
      throw statusErrors.conflict(RUNS, this.#active?.id ?? '', 'a drill runs already: stop it first');
    this.#isStarting = true;
    try {
      const order = await runOrder(request, this.#parts);
      await this.#active?.stop();
      const { clusters, kubectl } = this.#parts;
      const id = this.#history.nextId;
      const active: ActiveRun = new ActiveRun({ id, order, clusters, kubectl, onChange: () => this.#save(id) });
      this.#active = active;
      this.#save(id);
      return active.state();
    } finally {
      this.#isStarting = false;
    }
  }

  #save(id: string): void {
    if (this.#active?.id === id) this.#history.save(this.#active.state());
  }

  #read(id: string, { query, stop }: ApiRequest): Answer {
    const state = () => this.#states.find((candidate) => candidate.id === id);
    const runState = state();
    if (runState === undefined) throw statusErrors.notFound(RUNS, id);
    if (!/(^|&)follow=(1|true)(&|$)/.test(query)) return jsonAnswer(200, runState);
    const goesOn = () => this.#active?.id === id && (!this.#active.hasEnded || this.#active.served !== undefined);
    return runStream({ stop, timer: this.#parts.timer, state, goesOn });
  }

  async #command(id: string, verb: string): Promise<RunState> {
    const run = this.#active;
    if (run === undefined || run.id !== id) {
      if (this.#states.some((state) => state.id === id)) throw statusErrors.conflict(RUNS, id, 'the run is over, and its cluster is gone');
      throw statusErrors.notFound(RUNS, id);
    }
    const problem = await commandOf(run, verb);
    if (problem !== undefined) throw statusErrors.conflict(RUNS, id, problem);
    return run.state();
  }

  #cluster(request: ApiRequest): Promise<Answer> {
    const api = this.#active?.served;
    if (api === undefined)
      throw statusErrors.serviceUnavailable('no cluster of a drill is open: it opens with the turn of a player, or after a run');
    return passToCluster(request, api, this.#parts.timer);
  }

  /** Ended runs, then the present one, as it is now. */
  get #states(): readonly RunState[] {
    const active = this.#active;
    const past = this.#history.states.filter(({ id }) => id !== active?.id);
    return active === undefined ? past : [...past, active.state()];
  }
}

async function commandOf(run: ActiveRun, verb: string): Promise<string | undefined> {
  switch (verb) {
    case 'hint':
      return run.takeHint();
    case 'end':
      return run.endTurn();
    case 'reset':
      return run.reset();
    default:
      await run.stop();
      return undefined;
  }
}
