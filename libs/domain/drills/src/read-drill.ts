import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { Drill } from './drill.ts';
import { type DrillNames, drillErrors } from './drill-errors.ts';
import { drillSchema } from './drill-schema.ts';
import { parseObjective } from './objective-text.ts';

/** API version of drills. */
const DRILL_API_VERSION = 'klockwork.dev/v1alpha1';

/** Read drill with its defaults, or all errors. */
export type ReadDrill = { readonly drill: Drill } | { readonly errors: readonly FieldError[] };

type Fields = Record<string, unknown>;

const TOP_FIELDS = ['apiVersion', 'kind', 'metadata', 'spec'];

/**
 * Reads a drill from a value of YAML or JSON: objectives in text form become objects, defaults are set. Errors have Kubernetes' form and come all
 * at once. `names` knows the resources of the lab.
 */
export function readDrill(value: unknown, names: DrillNames): ReadDrill {
  if (!isFields(value)) return { errors: [fieldErrors.invalidWhole('', 'must be an object of kind Drill')] };
  const draft = JSON.parse(JSON.stringify(value)) as Fields;
  const top = [...headErrors(draft), ...textObjectives(draft)];
  const unknown = [...Object.keys(draft).filter((key) => !TOP_FIELDS.includes(key)), ...drillSchema.fit(draft)];
  drillSchema.setDefaults(draft);
  const ofForm = drillSchema.validate({ object: draft });
  const drill = draft as unknown as Drill;
  // References and expressions are readable only in fields of the right types.
  const ofContent = ofForm.length > 0 ? ofForm : drillErrors(drill, names);
  const errors = [...top, ...unknown.map((path) => fieldErrors.forbidden(path, 'unknown field')), ...ofContent];
  return errors.length > 0 ? { errors } : { drill };
}

/** Prints errors: `spec.steps[0].wait.within: Invalid value: "x": …`, one a line. */
export function errorsText(errors: readonly FieldError[]): string {
  return errors.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('\n');
}

function headErrors({ apiVersion, kind, metadata }: Fields): FieldError[] {
  const name = isFields(metadata) ? metadata.name : undefined;
  return [
    ...(apiVersion === DRILL_API_VERSION ? [] : [fieldErrors.notSupported('apiVersion', apiVersion, [DRILL_API_VERSION])]),
    ...(kind === 'Drill' ? [] : [fieldErrors.notSupported('kind', kind, ['Drill'])]),
    ...(typeof name === 'string' && name !== '' ? [] : [fieldErrors.required('metadata.name')]),
  ];
}

/** Turns objectives in text form into objects, in place. */
function textObjectives({ spec }: Fields): FieldError[] {
  if (!isFields(spec) || !Array.isArray(spec.objectives)) return [];
  const errors: FieldError[] = [];
  spec.objectives = spec.objectives.map((objective: unknown, index) => {
    if (typeof objective !== 'string') return objective;
    const parsed = parseObjective(objective);
    if (!('problem' in parsed)) return { name: objective, ...parsed };
    errors.push(fieldErrors.invalid(`spec.objectives[${index}]`, objective, parsed.problem));
    return { name: objective, expression: 'true' };
  });
  return errors;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
