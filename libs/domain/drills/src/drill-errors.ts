import { type FieldError, fieldErrors, parseDuration } from '@klockwork/api-machinery';
import { validateFault } from '@klockwork/resources';
import { type Drill, type DrillPlay, type DrillStep, STEP_TYPES } from './drill.ts';
import { type DrillCondition, DrillExpressions } from './drill-expressions.ts';
import { durationOf, spanAfter } from './drill-time.ts';
import type { DrillView } from './drill-view.ts';

/** Names that a drill may use. */
export interface DrillNames {
  /** Returns a sentence about an invalid object name such as `deplyo/web`. */
  objectProblem(object: string): string | undefined;
  /** Returns a sentence about an invalid resource name such as `deplyo`. */
  resourceProblem(resource: string): string | undefined;
  /** Returns a sentence about manifests that are no YAML, or no objects with kind and name. */
  manifestProblem(text: string): string | undefined;
}

const NODES_MAX = 1_000;
const RATE_MAX = 1_000;
/** Functions whose first argument is the name of an object. */
const OBJECT_FUNCTIONS = ['available', 'desired', 'ready', 'present', 'object', 'condition'];
/** Functions whose first argument is the name of a load. */
const LOAD_FUNCTIONS = ['answeredRequests', 'failedRequests', 'errorRate', 'latency'];

/** Returns the errors of a drill that fits its schema: references, expressions, durations, impossible windows. */
export function drillErrors(drill: Drill, names: DrillNames): FieldError[] {
  return new DrillCheck(drill, names).errors();
}

class DrillCheck {
  readonly #drill: Drill;
  readonly #names: DrillNames;
  /** Compiles only; no view is read. */
  readonly #expressions = new DrillExpressions((): DrillView => {
    throw new Error('a drill is checked before it runs');
  });

  constructor(drill: Drill, names: DrillNames) {
    this.#drill = drill;
    this.#names = names;
  }

  errors(): FieldError[] {
    const { setup, steps, steadyState, solutions, cheats } = this.#drill.spec;
    const turns = steps.filter(({ player }) => player !== undefined);
    const plays = [...solutions.map((play, index) => ({ play, path: `spec.solutions[${index}]` })), ...playsAt(cheats, 'spec.cheats')];
    return [
      ...this.#labErrors(),
      ...this.#loadErrors(),
      ...this.#stepsErrors(setup, 'spec.setup'),
      ...steadyState.flatMap((text, index) => this.#conditionErrors(text, `spec.steadyState[${index}]`)),
      ...this.#stepsErrors(steps, 'spec.steps'),
      ...setup.flatMap((step, index) => playerErrors(step, `spec.setup[${index}]`)),
      ...(turns.length > 1
        ? [fieldErrors.tooMany('spec.steps', turns.length, 1)].map((error) => ({ ...error, message: `${error.message}: player` }))
        : []),
      ...(turns.length === 0 && plays.length > 0 ? [fieldErrors.required('spec.steps', 'solutions and cheats need a step `player`')] : []),
      ...duplicates(
        plays.map(({ play }) => play.name),
        (index) => `${plays[index]?.path}.name`,
      ),
      ...plays.flatMap(({ play, path }) => this.#playErrors(play, path)),
      ...this.#objectivesErrors(),
      ...this.#measureErrors(),
    ];
  }

  #playErrors({ steps }: DrillPlay, path: string): FieldError[] {
    return [...this.#stepsErrors(steps, `${path}.steps`), ...steps.flatMap((step, index) => playerErrors(step, `${path}.steps[${index}]`))];
  }

  #labErrors(): FieldError[] {
    const { nodes } = this.#drill.spec.lab;
    if (typeof nodes === 'number') {
      const isCount = Number.isInteger(nodes) && nodes >= 1 && nodes <= NODES_MAX;
      return isCount ? [] : [fieldErrors.invalid('spec.lab.nodes', nodes, `must be between 1 and ${NODES_MAX}, inclusive`)];
    }
    const areNames = Array.isArray(nodes) && nodes.length > 0 && nodes.every((name) => typeof name === 'string' && name !== '');
    return areNames
      ? duplicates(nodes, (index) => `spec.lab.nodes[${index}]`)
      : [fieldErrors.invalid('spec.lab.nodes', nodes, 'must be a number or a list of names')];
  }

  #loadErrors(): FieldError[] {
    const { load } = this.#drill.spec;
    const each = load.flatMap(({ ratePerSecond, timeout }, index) => {
      const isRate = ratePerSecond > 0 && ratePerSecond <= RATE_MAX;
      const rate = isRate
        ? []
        : [
            fieldErrors.invalid(
              `spec.load[${index}].ratePerSecond`,
              ratePerSecond,
              `must be greater than 0 and less than or equal to ${RATE_MAX}`,
            ),
          ];
      return [...rate, ...durationErrors(timeout, `spec.load[${index}].timeout`)];
    });
    return [
      ...each,
      ...duplicates(
        load.map(({ name }) => name),
        (index) => `spec.load[${index}].name`,
      ),
    ];
  }

  #stepsErrors(steps: readonly DrillStep[], path: string): FieldError[] {
    const names = steps.map(({ name }) => name ?? '');
    return [
      ...steps.flatMap((step, index) => this.#stepErrors(step, `${path}[${index}]`, steps.slice(0, index))),
      ...duplicates(names, (index) => `${path}[${index}].name`),
    ];
  }

  #stepErrors(step: DrillStep, path: string, earlier: readonly DrillStep[]): FieldError[] {
    const types = STEP_TYPES.filter((type) => step[type] !== undefined);
    if (types.length !== 1) {
      const detail = `must specify exactly one of: ${STEP_TYPES.map((type) => `\`${type}\``).join(', ')}`;
      return [types.length === 0 ? fieldErrors.required(path, detail) : fieldErrors.forbidden(path, detail)];
    }
    const { apply, patch, wait, advance, fault, endFault, drain, player } = step;
    return [
      ...(apply === undefined ? [] : problemErrors(this.#names.manifestProblem(apply), apply, `${path}.apply`)),
      ...(step.delete === undefined ? [] : this.#objectErrors(step.delete, `${path}.delete`)),
      ...(patch === undefined ? [] : this.#objectErrors(patch.object, `${path}.patch.object`)),
      ...(wait === undefined
        ? []
        : [...this.#conditionErrors(wait.for, `${path}.wait.for`), ...durationErrors(wait.within, `${path}.wait.within`)]),
      ...(advance === undefined ? [] : durationErrors(advance, `${path}.advance`)),
      ...(drain === undefined ? [] : durationErrors(drain.within, `${path}.drain.within`)),
      ...(player?.within === undefined ? [] : durationErrors(player.within, `${path}.player.within`)),
      ...(fault === undefined ? [] : faultErrors(fault, path)),
      ...(endFault === undefined || hasFault(earlier, endFault) ? [] : [fieldErrors.notFound(`${path}.endFault`, endFault)]),
    ];
  }

  #objectivesErrors(): FieldError[] {
    const { objectives, steps } = this.#drill.spec;
    const names = objectives.map(({ name }) => name);
    const each = objectives.flatMap((objective, index) => {
      const { expression, window, within, after, grace, object } = objective;
      const path = `spec.objectives[${index}]`;
      const isKnown = after === undefined || spanAfter(steps, after) !== undefined;
      return [
        ...this.#conditionErrors(expression, `${path}.expression`),
        ...(isKnown ? [] : [fieldErrors.notFound(`${path}.after`, after)]),
        ...(window === 'Within' && within === undefined
          ? [fieldErrors.required(`${path}.within`, 'must be specified when `window` is Within')]
          : []),
        ...(window !== 'Within' && within !== undefined
          ? [fieldErrors.forbidden(`${path}.within`, 'may only be specified when `window` is Within')]
          : []),
        ...(window === 'AtEnd' && after !== undefined
          ? [fieldErrors.forbidden(`${path}.after`, 'may not be specified when `window` is AtEnd')]
          : []),
        ...(window !== 'Always' && grace !== undefined
          ? [fieldErrors.forbidden(`${path}.grace`, 'may only be specified when `window` is Always')]
          : []),
        ...(within === undefined ? [] : this.#windowErrors(within, after, `${path}.within`)),
        ...(grace === undefined ? [] : durationErrors(grace, `${path}.grace`)),
        ...(object === undefined ? [] : this.#objectErrors(object, `${path}.object`)),
      ];
    });
    return [...each, ...duplicates(names, (index) => `spec.objectives[${index}].name`)];
  }

  /** Refuses windows that end after the drill. */
  #windowErrors(within: string, after: string | undefined, path: string): FieldError[] {
    const errors = durationErrors(within, path);
    const { steps } = this.#drill.spec;
    const span = after === undefined ? spanAfter(steps) : spanAfter(steps, after);
    if (errors.length > 0 || span === undefined || durationOf(within) <= span) return errors;
    return [
      fieldErrors.invalid(
        path,
        within,
        `must not be longer than the drill: ${span / 1_000}s are left${after === undefined ? '' : ` after ${after}`}`,
      ),
    ];
  }

  #measureErrors(): FieldError[] {
    const { measures } = this.#drill.spec;
    return [
      ...measures.flatMap(({ limit }, index) =>
        limit > 0 ? [] : [fieldErrors.invalid(`spec.measures[${index}].limit`, limit, 'must be greater than 0')],
      ),
      ...duplicates(
        measures.map(({ name }) => name),
        (index) => `spec.measures[${index}].name`,
      ),
    ];
  }

  #conditionErrors(text: string, path: string): FieldError[] {
    const condition = this.#expressions.compile(text);
    if ('problem' in condition) return [fieldErrors.invalid(path, text, condition.problem)];
    return this.#callErrors(condition, path);
  }

  /** Refuses names of unknown resources and loads. */
  #callErrors({ literalCalls }: DrillCondition, path: string): FieldError[] {
    return literalCalls.flatMap(({ name, arguments: [first] }) => {
      if (typeof first !== 'string') return [];
      if (OBJECT_FUNCTIONS.includes(name)) return this.#objectErrors(first, path);
      if (name === 'objects') return problemErrors(this.#names.resourceProblem(first), first, path);
      const isUnknownLoad = LOAD_FUNCTIONS.includes(name) && !this.#drill.spec.load.some((load) => load.name === first);
      return isUnknownLoad ? [fieldErrors.notFound(`${path}.load`, first)] : [];
    });
  }

  #objectErrors(object: string, path: string): FieldError[] {
    return problemErrors(this.#names.objectProblem(object), object, path);
  }
}

function playsAt(plays: readonly DrillPlay[], path: string): { readonly play: DrillPlay; readonly path: string }[] {
  return plays.map((play, index) => ({ play, path: `${path}[${index}]` }));
}

function playerErrors({ player }: DrillStep, path: string): FieldError[] {
  return player === undefined ? [] : [fieldErrors.forbidden(`${path}.player`, 'may only be specified in `spec.steps`')];
}

function faultErrors(fault: object, path: string): FieldError[] {
  const withTimes = { duration: '5m', after: '0s', ...fault };
  const errors = validateFault({ metadata: { name: 'fault' }, spec: withTimes });
  return errors.map((error) => ({ ...error, field: error.field.replace(/^spec/, `${path}.fault`) }));
}

function hasFault(steps: readonly DrillStep[], name: string): boolean {
  return steps.some((step) => step.fault !== undefined && step.name === name);
}

function problemErrors(problem: string | undefined, value: string, path: string): FieldError[] {
  return problem === undefined ? [] : [fieldErrors.invalid(path, value, problem)];
}

function durationErrors(text: string, path: string): FieldError[] {
  const duration = parseDuration(text);
  if ('problem' in duration) return [fieldErrors.invalid(path, text, duration.problem)];
  return duration.ms > 0 ? [] : [fieldErrors.invalid(path, text, 'must be greater than 0')];
}

/** Refuses equal names; empty texts are no names. */
function duplicates(names: readonly string[], pathOf: (index: number) => string): FieldError[] {
  return names.flatMap((name, index) => (name !== '' && names.indexOf(name) < index ? [fieldErrors.duplicate(pathOf(index), name)] : []));
}
