import type { LabelSelector as LabelSelectorObject, LabelSelectorRequirement } from '@klockwork/kubernetes-types';
import type { FieldError } from './field-error.ts';
import { compareText } from './go-text.ts';
import { type LabelRequirement, meetsRequirement, requirementText, validateRequirement, valueSet } from './label-requirement.ts';
import { parseRequirements, SelectorSyntaxError } from './label-selector-grammar.ts';
import { type Labels, validateLabels } from './labels.ts';
import { validateLabelRequirement } from './selector-requirement.ts';
import { aggregateText, statusErrors } from './status-errors.ts';

/** Parsed selector. Requirements are sorted by key; all must match. */
export interface LabelSelector {
  readonly requirements: readonly LabelRequirement[];
  /** False for an absent selector object, which matches no labels. */
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

  /** Parses the selector of a spec: absent matches nothing, empty everything. Throws ApiError 400 for an invalid selector. */
  fromObject(selector: LabelSelectorObject | null | undefined): LabelSelector {
    const read = readObject(selector);
    if (typeof read === 'string') throw statusErrors.badRequest(read);
    return read;
  },

  /** Parses the selector of a spec like `fromObject`; returns undefined for an invalid one. */
  tryFromObject(selector: LabelSelectorObject | null | undefined): LabelSelector | undefined {
    const read = readObject(selector);
    return typeof read === 'string' ? undefined : read;
  },

  /** Matches objects with all these labels, like a Service's selector. */
  fromLabels(labels: Labels): LabelSelector {
    return selectorOf(Object.entries(labels).map(([key, value]) => ({ key, operator: '=', values: [value] })));
  },
};

/** Validates a selector of a spec. Models `ValidateLabelSelector` of `k8s.io/apimachinery/pkg/apis/meta/v1/validation`. */
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

function selectorOf(unsortedRequirements: readonly LabelRequirement[]): LabelSelector {
  const requirements = unsortedRequirements.toSorted((a, b) => compareText(a.key, b.key));
  return {
    requirements,
    selectable: true,
    matches: (labels = {}) => requirements.every((requirement) => meetsRequirement(requirement, labels)),
    toString: () => requirements.map(requirementText).join(','),
  };
}

/** Returns the selector, or upstream's message for an invalid one. */
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

/** Expects an operator of {@link OBJECT_OPERATORS}. */
function toRequirement({ key, operator, values }: LabelSelectorRequirement): LabelRequirement {
  return { key, operator: OBJECT_OPERATORS.get(operator) as LabelRequirement['operator'], values: valueSet(values ?? []) };
}
