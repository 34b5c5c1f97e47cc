import type { LabelSelector as LabelSelectorObject, LabelSelectorRequirement } from '@klockwork/kubernetes-types';
import type { FieldError } from './field-error.ts';
import { compareText } from './go-text.ts';
import { type LabelRequirement, meetsRequirement, requirementText, validateRequirement, valueSet } from './label-requirement.ts';
import { parseRequirements, SelectorSyntaxError } from './label-selector-grammar.ts';
import { type Labels, validateLabels } from './labels.ts';
import { validateLabelRequirement } from './selector-requirement.ts';
import { aggregateText, statusErrors } from './status-errors.ts';

/** A selector that is ready to be asked. Requirements are sorted by key; all of them must hold. */
export interface LabelSelector {
  readonly requirements: readonly LabelRequirement[];
  /** False when nothing is selected whatever the labels: the selector object was absent. */
  readonly selectable: boolean;
  matches(labels: Labels | undefined): boolean;
  /** As kubectl writes it: `app=web,tier in (a,b)`. */
  toString(): string;
}

const OBJECT_OPERATORS = new Map<string, LabelRequirement['operator']>([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

/** Ways to get a {@link LabelSelector}. Models `k8s.io/apimachinery/pkg/labels` and `metav1.LabelSelectorAsSelector`. */
export const labelSelector = {
  /** Reads a `labelSelector` parameter; the empty text selects everything. Throws ApiError 400 with upstream's text. */
  parse(text: string): LabelSelector {
    try {
      return selectorOf(parseRequirements(text));
    } catch (error) {
      if (error instanceof SelectorSyntaxError) throw statusErrors.badRequest(error.message);
      throw error;
    }
  },

  /** The selector of a spec: absent selects nothing, empty selects everything. Throws ApiError 400 on one that validation refuses. */
  fromObject(selector: LabelSelectorObject | null | undefined): LabelSelector {
    const read = readObject(selector);
    if (typeof read === 'string') throw statusErrors.badRequest(read);
    return read;
  },

  /** Returns the selector of a spec as `fromObject` does, and undefined for one that validation refuses. */
  tryFromObject(selector: LabelSelectorObject | null | undefined): LabelSelector | undefined {
    const read = readObject(selector);
    return typeof read === 'string' ? undefined : read;
  },

  /** Selects what has all of these labels, as a Service's selector does. */
  fromLabels(labels: Labels): LabelSelector {
    return selectorOf(Object.entries(labels).map(([key, value]) => ({ key, operator: '=', values: [value] })));
  },
};

/**
 * Judges a selector of a spec. Models `ValidateLabelSelector` of `k8s.io/apimachinery/pkg/apis/meta/v1/validation`.
 */
export function validateLabelSelector(selector: LabelSelectorObject | null | undefined, path: string): FieldError[] {
  if (selector === null || selector === undefined) return [];
  return [
    ...validateLabels(selector.matchLabels, `${path}.matchLabels`),
    ...(selector.matchExpressions ?? []).flatMap((expression, index) =>
      validateLabelRequirement(expression, `${path}.matchExpressions[${index}]`),
    ),
  ];
}

const nothing: LabelSelector = { requirements: [], selectable: false, matches: () => false, toString: () => '' };

function selectorOf(unsorted: readonly LabelRequirement[]): LabelSelector {
  const requirements = unsorted.toSorted((a, b) => compareText(a.key, b.key));
  return {
    requirements,
    selectable: true,
    matches: (labels = {}) => requirements.every((requirement) => meetsRequirement(requirement, labels)),
    toString: () => requirements.map(requirementText).join(','),
  };
}

/** Returns the selector, or upstream's text for the reason why it is invalid. */
function readObject(selector: LabelSelectorObject | null | undefined): LabelSelector | string {
  if (selector === null || selector === undefined) return nothing;
  const expressions = selector.matchExpressions ?? [];
  const unknown = expressions.find(({ operator }) => !OBJECT_OPERATORS.has(operator));
  if (unknown !== undefined) return `"${unknown.operator}" is not a valid label selector operator`;
  const equalities = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({ key, operator: '=' as const, values: [value] }));
  const requirements = [...equalities, ...expressions.map(toRequirement)];
  const errors = requirements.flatMap(validateRequirement);
  return errors.length > 0 ? aggregateText(errors) : selectorOf(requirements);
}

/** The operator must be one of {@link OBJECT_OPERATORS}. */
function toRequirement({ key, operator, values }: LabelSelectorRequirement): LabelRequirement {
  return { key, operator: OBJECT_OPERATORS.get(operator) as LabelRequirement['operator'], values: valueSet(values ?? []) };
}
