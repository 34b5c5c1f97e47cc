import { type FieldError, fieldErrors, labelSelector, semanticEqual } from '@klockwork/api-machinery';
import { mapAsGo, selectorAsGo } from '../generic/as-go.ts';
import { type Job, type JobSpec, jobNames } from './job.ts';
import { templateAsGo } from './job-as-go.ts';

type Template = JobSpec['template'];
type Labels = Readonly<Record<string, string>>;

/** Refuses conflicting values of generated labels. Models `validateGeneratedSelector`. */
export function generatedSelectorErrors({ metadata, spec }: Job, previous?: Job): FieldError[] {
  if (spec?.manualSelector === true || spec?.selector === undefined) return [];
  const { name = '', uid = '' } = metadata ?? {};
  const legacy = { [jobNames.legacyControllerUid]: uid, [jobNames.legacyJobName]: name };
  const prefixedLabels = { [jobNames.controllerUid]: uid, [jobNames.jobName]: name };
  const expectedLabels = hadPrefixed(previous) ? { ...legacy, ...prefixedLabels } : legacy;
  const labels = spec.template?.metadata?.labels ?? {};
  const wrong = Object.entries(expectedLabels).flatMap(([key, value]) => labelErrors(labels, key, value));
  if (selects(spec.selector, expectedLabels)) return wrong;
  return [...wrong, fieldErrors.invalid('spec.selector', selectorAsGo(spec.selector), '`selector` not auto-generated')];
}

/** Models `validatePodTemplateUpdate`: scheduling fields of a suspended Job that never started may change. */
export function templateUpdateErrors(next: Job, previous: Job): FieldError[] {
  const notStarted = previous.spec?.suspend === true && previous.status?.startTime === undefined;
  const [template, before] = [next.spec?.template, previous.spec?.template];
  const comparedTemplate = notStarted ? withScheduling(before, template) : before;
  return semanticEqual(template, comparedTemplate)
    ? []
    : [fieldErrors.invalid('spec.template', templateAsGo(template), 'field is immutable')];
}

/** Existing Jobs may lack the newer labels. */
function hadPrefixed(previous: Job | undefined): boolean {
  const labels = previous?.spec?.template?.metadata?.labels;
  return previous === undefined || [jobNames.jobName, jobNames.controllerUid].every((key) => labels?.[key] !== undefined);
}

/** True for an invalid selector too, which is refused elsewhere. */
function selects(selector: JobSpec['selector'], labels: Labels): boolean {
  return labelSelector.tryFromObject(selector)?.matches(labels) ?? true;
}

/** Models `ValidateHasLabel`. */
function labelErrors(labels: Labels, key: string, value: string): FieldError[] {
  const path = `spec.template.metadata.labels[${key}]`;
  const label = labels[key];
  if (label === undefined) return [fieldErrors.required(path, `must be '${value}'`)];
  return label === value ? [] : [fieldErrors.invalid(path, mapAsGo(labels), `must be '${value}'`)];
}

function withScheduling(template: Template | undefined, from: Template | undefined): unknown {
  const { nodeSelector, tolerations, schedulingGates } = from?.spec ?? {};
  const { labels, annotations } = from?.metadata ?? {};
  return {
    ...template,
    metadata: { ...template?.metadata, labels, annotations },
    spec: { ...template?.spec, nodeSelector, tolerations, schedulingGates, affinity: withNodeAffinity(template, from) },
  };
}

/** Returns the affinity with the node affinity of `from`, which may change. */
function withNodeAffinity(template: Template | undefined, from: Template | undefined): object | undefined {
  const { nodeAffinity: _, ...others } = template?.spec?.affinity ?? {};
  const affinity = from?.spec?.affinity;
  if (affinity === undefined) return Object.keys(others).length === 0 ? undefined : others;
  return { ...others, ...(affinity.nodeAffinity && { nodeAffinity: affinity.nodeAffinity }) };
}
