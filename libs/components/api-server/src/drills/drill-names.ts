import type { DrillNames } from '@klockwork/drills';
import { kindNamed, objectNamed } from '@klockwork/event-store';
import { allKinds } from '@klockwork/resources';
import { parseAllDocuments } from 'yaml';

/** Returns the names that a drill may use. Kinds that the drill itself defines are known at its run only. */
export function drillNames(drill: unknown): DrillNames {
  const definesKinds = /kind: *CustomResourceDefinition/.test(JSON.stringify(drill) ?? '');
  return {
    objectProblem: (object) => (definesKinds ? undefined : objectProblem(object)),
    resourceProblem: (resource) => (definesKinds ? undefined : resourceProblem(resource)),
    manifestProblem,
  };
}

function objectProblem(object: string): string | undefined {
  const lookup = objectNamed(allKinds, object, 'default');
  return 'problem' in lookup ? lookup.problem : undefined;
}

function resourceProblem(resource: string): string | undefined {
  return kindNamed(allKinds, resource) === undefined ? `the server doesn't have a resource type ${JSON.stringify(resource)}` : undefined;
}

function manifestProblem(text: string): string | undefined {
  const documents = parseAllDocuments(text);
  const [problem] = documents.flatMap(({ errors }) => errors);
  if (problem !== undefined) return problem.message;
  const objects = documents.map((document) => document.toJS() as unknown).filter((value) => value !== null);
  if (objects.length === 0) return 'must contain an object';
  return objects.every(isNamed) ? undefined : 'each object must have apiVersion, kind and metadata.name';
}

interface DrillReference {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: { readonly name?: unknown };
}

function isNamed(value: unknown): boolean {
  const { apiVersion, kind, metadata } = value as DrillReference;
  return typeof apiVersion === 'string' && typeof kind === 'string' && (kind === 'List' || typeof metadata?.name === 'string');
}
