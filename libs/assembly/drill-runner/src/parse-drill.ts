import { type DrillNames, type ReadDrill, readDrill } from '@klockwork/drills';
import { objectOf, resourceNamed } from '@klockwork/test-cluster';
import { parseAllDocuments } from 'yaml';

/** Reads a drill from the text of a YAML file with one document. Errors have Kubernetes' form. */
export function parseDrill(text: string): ReadDrill {
  const documents = parseAllDocuments(text);
  const [problem] = documents.flatMap(({ errors }) => errors);
  if (problem !== undefined) return refused(`invalid YAML: ${problem.message}`);
  const values = documents.map((document) => document.toJS() as unknown).filter((value) => value !== null);
  if (values.length !== 1) return refused(`must contain one document, not ${values.length}`);
  return readDrill(values[0], namesFor(text));
}

function refused(message: string): ReadDrill {
  return { errors: [{ reason: 'FieldValueInvalid', field: '', message }] };
}

/** Kinds that a drill itself defines are known at its run only. */
function namesFor(text: string): DrillNames {
  const definesKinds = /\bkind:\s*CustomResourceDefinition\b/.test(text);
  return {
    objectProblem: (object) => (definesKinds ? undefined : problemOf(() => objectOf([], object))),
    resourceProblem: (resource) => (definesKinds ? undefined : problemOf(() => resourceNamed([], resource))),
    manifestProblem,
  };
}

function problemOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.message;
  }
}

function manifestProblem(text: string): string | undefined {
  const documents = parseAllDocuments(text);
  const [problem] = documents.flatMap(({ errors }) => errors);
  if (problem !== undefined) return problem.message;
  const objects = documents.map((document) => document.toJS() as unknown).filter((value) => value !== null);
  if (objects.length === 0) return 'must contain an object';
  return objects.every(isNamed) ? undefined : 'each object must have apiVersion, kind and metadata.name';
}

interface Named {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: { readonly name?: unknown };
}

function isNamed(value: unknown): boolean {
  const { apiVersion, kind, metadata } = value as Named;
  return typeof apiVersion === 'string' && typeof kind === 'string' && (kind === 'List' || typeof metadata?.name === 'string');
}
