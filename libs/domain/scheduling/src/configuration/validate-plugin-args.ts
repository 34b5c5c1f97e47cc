import { type FieldError, fieldErrors, validateLabelName } from '@klockwork/api-machinery';
import type { NodeSelectorTerm, TopologySpreadConstraint } from '@klockwork/kubernetes-types';
import type { PluginArgs, ResourceWeight } from '../plugin-args.ts';
import type { ArgsInFile, ShapePoint } from './configuration-file.ts';

/** Highest score of a point of a shape. Models `MaxCustomPriorityScore`. */
const SHAPE_SCORE_MAX = 10;
const STRATEGIES = ['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio'];

type Validations = {
  readonly [P in keyof ArgsInFile]-?: (args: PluginArgs, path: string, given: NonNullable<ArgsInFile[P]>) => FieldError[];
};

/** Validations of the arguments with their defaults. Models `validation_pluginargs.go`. */
export const ARGS_VALIDATIONS: Validations = {
  DefaultPreemption: ({ defaultPreemption }, path) => validatePreemption(defaultPreemption, path),
  InterPodAffinity: ({ interPodAffinity: { hardPodAffinityWeight } }, path) =>
    inRange(hardPodAffinityWeight, `${path}.hardPodAffinityWeight`, 100),
  NodeResourcesFit: ({ nodeResourcesFit }, path, given) => [
    ...nodeResourcesFit.ignoredResources.flatMap((name, index) => validateLabelName(name, `${path}.ignoredResources[${index}]`)),
    ...nodeResourcesFit.ignoredResourceGroups.flatMap((name, index) => validateGroup(name, `${path}.ignoredResourceGroups[${index}]`)),
    ...validateStrategy(nodeResourcesFit.scoringStrategy, `${path}.scoringStrategy`, given.scoringStrategy?.requestedToCapacityRatio),
  ],
  PodTopologySpread: ({ podTopologySpread }, path) => validateSpread(podTopologySpread, path),
  NodeResourcesBalancedAllocation: ({ nodeResourcesBalancedAllocation: { resources } }, path) =>
    resources.flatMap((resource, index) => [
      ...(resources.findIndex(({ name }) => name === resource.name) < index
        ? [fieldErrors.duplicate(`${path}.resources[${index}].name`, resource.name)]
        : []),
      ...(resource.weight === 1 ? [] : [fieldErrors.invalid(`${path}.resources[${index}].weight`, resource.weight, 'must be 1')]),
    ]),
  VolumeBinding: ({ volumeBinding: { bindTimeoutSeconds } }, path, { shape }) => [
    ...(bindTimeoutSeconds < 0
      ? [
          fieldErrors.invalid(
            `${path}.bindTimeoutSeconds`,
            bindTimeoutSeconds,
            'invalid BindTimeoutSeconds, should not be a negative value',
          ),
        ]
      : []),
    ...(shape === undefined ? [] : [fieldErrors.invalid(`${path}.shape`, shape, UNEXPECTED_SHAPE)]),
  ],
  NodeAffinity: ({ nodeAffinity: { addedAffinity } }, path) => [
    ...validateTerms(addedAffinity?.[REQUIRED]?.nodeSelectorTerms, `${path}.addedAffinity.${REQUIRED}.nodeSelectorTerms`),
    ...(addedAffinity?.[PREFERRED] ?? []).flatMap(({ preference }, index) =>
      validateTerm(preference, `${path}.addedAffinity.${PREFERRED}[${index}]`),
    ),
  ],
};

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];

function validateTerms(terms: readonly NodeSelectorTerm[] = [], path: string): FieldError[] {
  return terms.flatMap((term, index) => validateTerm(term, `${path}[${index}]`));
}

function validateTerm({ matchExpressions = [] }: NodeSelectorTerm, path: string): FieldError[] {
  return matchExpressions.flatMap(({ operator }, index) =>
    OPERATORS.includes(operator)
      ? []
      : [fieldErrors.invalid(`${path}.matchExpressions[${index}].operator`, operator, 'not a valid selector operator')],
  );
}

const UNEXPECTED_SHAPE = 'unexpected field `shape`, remove it or turn on the feature gate StorageCapacityScoring';

function inRange(value: number, path: string, max: number): FieldError[] {
  return value < 0 || value > max ? [fieldErrors.invalid(path, value, `not in valid range [0, ${max}]`)] : [];
}

function validatePreemption(args: PluginArgs['defaultPreemption'], path: string): FieldError[] {
  const { minCandidateNodesPercentage: percentage, minCandidateNodesAbsolute: absolute } = args;
  const [percentagePath, absolutePath] = [`${path}.minCandidateNodesPercentage`, `${path}.minCandidateNodesAbsolute`];
  return [
    ...inRange(percentage, percentagePath, 100),
    ...(absolute < 0 ? [fieldErrors.invalid(absolutePath, absolute, 'not in valid range [0, inf)')] : []),
    ...(percentage === 0 && absolute === 0
      ? [
          fieldErrors.invalid(percentagePath, 0, 'cannot be zero at the same time as minCandidateNodesAbsolute'),
          fieldErrors.invalid(absolutePath, 0, 'cannot be zero at the same time as minCandidateNodesPercentage'),
        ]
      : []),
  ];
}

function validateGroup(name: string, path: string): FieldError[] {
  const slash = name.includes('/') ? [fieldErrors.invalid(path, name, "resource group name can't contain '/'")] : [];
  return [...slash, ...validateLabelName(name, path)];
}

type Strategy = PluginArgs['nodeResourcesFit']['scoringStrategy'];

function validateStrategy(strategy: Strategy, path: string, ratio: object | undefined): FieldError[] {
  const { type, resources } = strategy;
  const types = STRATEGIES.includes(type) ? [] : [fieldErrors.notSupported(`${path}.type`, type, STRATEGIES)];
  return [...types, ...resources.flatMap((one, index) => validateWeight(one, `${path}.resources[${index}].weight`)), ...ratioErrors()];

  function ratioErrors(): FieldError[] {
    const ratioPath = `${path}.requestedToCapacityRatio`;
    if (strategy.type !== 'RequestedToCapacityRatio')
      return ratio === undefined ? [] : [fieldErrors.forbidden(ratioPath, 'must be nil when type is not RequestedToCapacityRatio')];
    if (ratio === undefined) return [fieldErrors.required(ratioPath, 'must be specified when type is RequestedToCapacityRatio')];
    return validateShape(strategy.shape, `${ratioPath}.shape`);
  }
}

function validateWeight({ name, weight }: ResourceWeight, path: string): FieldError[] {
  return weight > 0 && weight <= 100 ? [] : [fieldErrors.invalid(path, weight, `resource weight of ${name} not in valid range (0, 100]`)];
}

/** Models `validateFunctionShape`. */
function validateShape(shape: readonly Required<ShapePoint>[], path: string): FieldError[] {
  if (shape.length === 0) return [fieldErrors.required(path, 'at least one point must be specified')];
  const unsorted = shape.findIndex(({ utilization }, index) => index > 0 && (shape[index - 1]?.utilization as number) >= utilization);
  const order =
    unsorted === -1
      ? []
      : [
          fieldErrors.invalid(
            `${path}[${unsorted}].utilization`,
            shape[unsorted]?.utilization,
            'values must be sorted in increasing order',
          ),
        ];
  const ranges = shape.flatMap(({ utilization, score }, index) => [
    ...inRange(utilization, `${path}[${index}].utilization`, 100),
    ...inRange(score, `${path}[${index}].score`, SHAPE_SCORE_MAX),
  ]);
  return [...order, ...ranges];
}

function validateSpread({ defaultingType, defaultConstraints }: PluginArgs['podTopologySpread'], path: string): FieldError[] {
  const typePath = `${path}.defaultingType`;
  const types =
    defaultingType !== 'System' && defaultingType !== 'List'
      ? [fieldErrors.notSupported(typePath, defaultingType, ['System', 'List'])]
      : defaultingType === 'System' && defaultConstraints.length > 0
        ? [fieldErrors.invalid(typePath, defaultingType, 'when .defaultConstraints are not empty')]
        : [];
  return [
    ...types,
    ...defaultConstraints.flatMap((_, index) => validateConstraint(defaultConstraints, index, `${path}.defaultConstraints`)),
  ];
}

function validateConstraint(constraints: readonly Partial<TopologySpreadConstraint>[], index: number, path: string): FieldError[] {
  const { maxSkew = 0, topologyKey = '', whenUnsatisfiable = '', labelSelector } = constraints[index] as Partial<TopologySpreadConstraint>;
  const at = `${path}[${index}]`;
  const isRepeated = constraints
    .slice(0, index)
    .some((one) => one.topologyKey === topologyKey && one.whenUnsatisfiable === whenUnsatisfiable);
  return [
    ...(maxSkew > 0 ? [] : [fieldErrors.invalid(`${at}.maxSkew`, maxSkew, 'not in valid range (0, inf)')]),
    ...(topologyKey === ''
      ? [fieldErrors.required(`${at}.topologyKey`, 'can not be empty')]
      : validateLabelName(topologyKey, `${at}.topologyKey`)),
    ...validateAction(whenUnsatisfiable, `${at}.whenUnsatisfiable`),
    ...(labelSelector === undefined ? [] : [fieldErrors.forbidden(`${at}.labelSelector`, SELECTOR_IS_DEDUCED)]),
    ...(isRepeated ? [fieldErrors.duplicate(at, `{${topologyKey}, ${whenUnsatisfiable}}`)] : []),
  ];
}

const SELECTOR_IS_DEDUCED = 'constraint must not define a selector, as they deduced for each pod';
const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];

function validateAction(action: string, path: string): FieldError[] {
  if (action === '') return [fieldErrors.required(path, 'can not be empty')];
  return ACTIONS.includes(action) ? [] : [fieldErrors.notSupported(path, action, ACTIONS)];
}
