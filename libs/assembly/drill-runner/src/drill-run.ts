import {
  DisruptionCounts,
  type Drill,
  type DrillCondition,
  DrillExpressions,
  type DrillObjective,
  type DrillPlay,
  type DrillReason,
  type DrillStep,
  durationOf,
  type JudgedMoment,
  ObjectiveJudge,
  SteadyWatch,
  stepIndex,
  type TurnCondition,
} from '@klockwork/drills';
import type { StoredEvent } from '@klockwork/event-store';
import { type Cancel, parseJson, type StopSignal } from '@klockwork/kernel';
import type { Fault } from '@klockwork/resources';
import type { SimulatedTestCluster } from '@klockwork/test-cluster';
import { DrillFacts } from './drill-facts.ts';
import { DrillFaults } from './drill-faults.ts';
import { LoadGenerator } from './load-generator.ts';
import { type Kubectl, playStep, StepError, type StepGround, stepText } from './play-step.ts';
import { Timeline } from './timeline.ts';

/** Turn of a player: a person, or a program in its place. */
export interface PlayerTurn {
  readonly cluster: SimulatedTestCluster;
  readonly task: string | undefined;
  /** Lab time that the player has; undefined: until the turn ends. */
  readonly withinMs: number | undefined;
  /** Judges the conditions of all objectives at this moment. */
  conditions(): readonly TurnCondition[];
}

/** Inputs of a run on a started cluster. */
export interface DrillRunOptions {
  readonly drill: Drill;
  readonly cluster: SimulatedTestCluster;
  readonly play: DrillPlay | undefined;
  readonly player: ((turn: PlayerTurn) => Promise<void>) | undefined;
  readonly kubectl: Kubectl | undefined;
  readonly stop: StopSignal;
}

/** Rejection of a run that its caller stopped. */
export class DrillStoppedError extends Error {
  override readonly name = 'DrillStoppedError';
}

/** Host time for one passage of lab time. */
const HOST_LIMIT = '10m';
/** Lab time under load before the steady state is checked. */
const WARM_UP_MS = 10_000;
/** Lab time in which a drill must become steady. */
const STEADY_WITHIN_MS = 300_000;
const STEADY_AT_END: DrillObjective = { name: 'steady at the end', expression: 'steady', window: 'AtEnd', weight: 1 };

/** Run of a drill on one cluster. */
export class DrillRun {
  readonly facts: DrillFacts;
  readonly faults: DrillFaults;
  readonly timeline = new Timeline();
  readonly counts = new DisruptionCounts();
  readonly judges: readonly ObjectiveJudge[];
  /** Reason for which the run ended early. */
  aborted: { readonly reason: DrillReason; readonly message: string } | undefined;
  /** First fault or change by the drill's own steps. */
  disruptedAt: number | undefined;
  wasSteadyBefore = false;
  /** True from the drill's beginning on: requests, events and windows count. */
  hasBegun = false;
  firstRevision = 0;
  /** Index of the step that is played; undefined before the first one, and the number of steps after the last one. */
  currentStep: number | undefined;
  /** Moment of the end, before faults are removed. */
  end: JudgedMoment = { at: 0, revision: 0, byEvent: false };
  readonly #options: DrillRunOptions;
  readonly #expressions: DrillExpressions;
  #load: LoadGenerator | undefined;
  #isJudging = false;
  #unfollow: Cancel = () => {};

  constructor(options: DrillRunOptions) {
    const { drill, cluster } = options;
    this.#options = options;
    this.facts = new DrillFacts(cluster);
    this.faults = new DrillFaults(cluster);
    this.#expressions = new DrillExpressions(() => this.facts);
    this.facts.watch = new SteadyWatch(drill.spec.steadyState.map((text) => this.#condition(text)));
    const objectives = [...drill.spec.objectives, ...(drill.spec.steadyState.length > 0 ? [STEADY_AT_END] : [])];
    this.judges = objectives.map((objective) => new ObjectiveJudge(objective, this.#condition(objective.expression)));
  }

  /** Plays the drill up to its end, or up to the step that failed. Removes all faults in any case. */
  async play(): Promise<void> {
    const { cluster, drill } = this.#options;
    this.#unfollow = cluster.onCommitted((event) => this.#committed(event));
    try {
      await this.#prepare();
      if (this.aborted === undefined) await this.#steps(drill.spec.steps);
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      this.aborted = { reason: 'StepFailed', message: error.message };
    } finally {
      this.#end();
      await this.faults.removeAll();
      await cluster.settle();
    }
  }

  get drill(): Drill {
    return this.#options.drill;
  }

  get loads(): DrillFacts['loads'] {
    return this.facts.loads;
  }

  /** Sets the cluster up, starts the load, and waits for the steady state. */
  async #prepare(): Promise<void> {
    const { drill, cluster } = this.#options;
    for (const step of drill.spec.setup) {
      const problem = await this.#step(step, 'step');
      if (problem !== undefined) throw new StepError(`setup: ${stepText(step)}: ${problem}`);
    }
    await this.#startLoad();
    const { watch } = this.facts;
    if (this.loads.length > 0) await this.#pass(WARM_UP_MS);
    this.wasSteadyBefore = await this.#pass(STEADY_WITHIN_MS, () => watch.look());
    if (!this.wasSteadyBefore) this.aborted = { reason: 'NotSteady', message: `not steady before the drill: ${watch.missing.join('; ')}` };
    this.facts.begin();
    this.hasBegun = true;
    this.firstRevision = cluster.state.revision;
    this.#note('phase', 'the drill begins');
    this.#isJudging = this.wasSteadyBefore;
    for (const judge of this.judges) if (judge.objective.after === undefined) judge.open(this.#moment(false));
  }

  async #startLoad(): Promise<void> {
    const { drill, cluster } = this.#options;
    if (drill.spec.load.length === 0) return;
    const load = new LoadGenerator({ loads: drill.spec.load, context: cluster.join('load'), onRequest: () => this.#judge(false) });
    this.#load = load;
    this.facts.loads = load.loads;
    await load.start();
  }

  async #steps(steps: readonly DrillStep[]): Promise<void> {
    for (const [index, step] of steps.entries()) {
      const isChange = step.player === undefined && step.wait === undefined && step.advance === undefined && step.endFault === undefined;
      if (isChange) this.disruptedAt ??= this.facts.now;
      this.currentStep = index;
      this.#openAt(index);
      if (step.player !== undefined) await this.#turn(step);
      else await this.#step(step, 'step');
    }
    this.currentStep = steps.length;
  }

  /** Opens the windows that begin with a step. */
  #openAt(index: number): void {
    const { steps } = this.#options.drill.spec;
    for (const judge of this.judges) {
      const { after } = judge.objective;
      if (after !== undefined && stepIndex(steps, after) === index) judge.open(this.#moment(false));
    }
  }

  /** Plays the turn of the player; lab time passes to its end. */
  async #turn({ player = {} }: DrillStep): Promise<void> {
    const { cluster, play } = this.#options;
    const withinMs = player.within === undefined ? undefined : durationOf(player.within);
    const end = withinMs === undefined ? undefined : this.facts.now + withinMs;
    this.#note('player', play === undefined ? 'turn of the player' : `turn of the player: ${play.name}`);
    await this.#options.player?.({ cluster, task: player.task, withinMs, conditions: () => this.#conditions() });
    for (const step of play?.steps ?? []) await this.#step(step, 'player');
    if (end !== undefined && this.facts.now < end) await this.#pass(end - this.facts.now);
  }

  #conditions(): readonly TurnCondition[] {
    return this.judges.map(({ objective, condition }) => ({ name: objective.name, met: condition.judge().met }));
  }

  async #step(step: DrillStep, type: 'step' | 'player'): Promise<string | undefined> {
    const { cluster } = this.#options;
    const text = stepText(step);
    const addProblem = this.timeline.add(this.facts.now, cluster.state.revision, { type, text });
    try {
      const problem = await playStep(step, this.#ground());
      if (problem !== undefined) addProblem(problem);
      return problem;
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      addProblem(error.message);
      throw new StepError(`${text}: ${error.message}`, { cause: error });
    }
  }

  #ground(): StepGround {
    const { cluster, kubectl } = this.#options;
    return {
      ...{ cluster, kubectl },
      pass: (withinMs, isMet) => this.#pass(withinMs, isMet),
      judgeOf: (text) => {
        const condition = this.#condition(text);
        return () => condition.judge().met;
      },
      createFault: (step) => this.faults.create(step),
      endFault: (step) => this.faults.end(step),
    };
  }

  async #pass(withinMs: number, isMet: () => boolean = () => false): Promise<boolean> {
    const { cluster, stop } = this.#options;
    const met = await cluster.passUntil(() => stop.stopped || isMet(), withinMs, { hostLimit: HOST_LIMIT });
    if (stop.stopped) throw new DrillStoppedError('the drill was stopped');
    return met;
  }

  #committed(event: StoredEvent): void {
    if (event.key.resource === 'faults') this.faults.observe(parseJson(event.objectJson) as Fault);
    if (!this.#isJudging) return;
    this.facts.addEvent(event);
    this.timeline.addEvent(event);
    if (event.key.resource === 'pods') this.counts.addPod(parseJson(event.objectJson) as object);
    if (event.key.resource === 'poddisruptionbudgets') this.counts.addBudget(parseJson(event.objectJson) as object);
    this.#judge(true);
  }

  #judge(byEvent: boolean): void {
    if (!this.#isJudging) return;
    const change = this.facts.watch.judge(this.facts.now);
    if (change === 'lost') this.#note('steady', `the steady state is lost: ${this.facts.watch.losses.at(-1)?.conditions.join('; ')}`);
    if (change === 'regained') this.#note('steady', 'the steady state is back');
    const moment = this.#moment(byEvent);
    for (const judge of this.judges) if (judge.judge(moment)) this.#note('objective', `${judge.objective.name}: violated`);
  }

  #end(): void {
    this.end = this.#moment(false);
    if (this.#isJudging) {
      for (const judge of this.judges) judge.end(this.end);
      this.#note('phase', 'the drill ends');
    }
    this.#isJudging = false;
    this.#load?.stop();
    this.#unfollow();
  }

  #moment(byEvent: boolean): JudgedMoment {
    return { at: this.facts.now, revision: this.#options.cluster.state.revision, byEvent };
  }

  #note(type: 'phase' | 'steady' | 'objective' | 'player', text: string): void {
    this.timeline.add(this.facts.now, this.#options.cluster.state.revision, { type, text });
  }

  /** Compiles a condition that the check of the drill accepted. */
  #condition(text: string): DrillCondition {
    const condition = this.#expressions.compile(text);
    if ('problem' in condition) throw new Error(condition.problem);
    return condition;
  }
}
