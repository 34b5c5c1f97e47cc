import { semanticEqual } from '@klockwork/api-machinery';
import type { EventSubject, PlannedAction } from '@klockwork/controller-runtime';
import { copy } from '@klockwork/kernel';
import { type ControllerRevision, type PodTemplateSpec, resources } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';
import { controllerReference } from '../ownership/owner-reference.ts';
import { templateHash } from '../pods/template-hash.ts';

/** Owner of templates, with its existing revisions. */
export interface TemplateOwner {
  readonly owner: EventSubject;
  readonly template: PodTemplateSpec | undefined;
  readonly revisions: readonly ControllerRevision[];
  readonly collisionCount: number | undefined;
  /** Label for the template hash. */
  readonly hashLabel: string;
}

/** Revisions of an owner's templates. */
export interface History {
  /** Revision of the current template, as after `actions`. */
  readonly current: ControllerRevision;
  /** The others, oldest first. */
  readonly old: readonly ControllerRevision[];
  readonly actions: readonly PlannedAction[];
}

/**
 * Finds or creates the revision of the current template; a returning template becomes the newest. Models constructHistory of
 * pkg/controller/daemon/update.go and getStatefulSetRevisions of pkg/controller/statefulset.
 */
export function historyOf(templatedOwner: TemplateOwner): History {
  const sortedRevisions = templatedOwner.revisions.toSorted(byRevision);
  const data = dataOf(templatedOwner.template);
  const newest = sortedRevisions.at(-1)?.revision ?? 0;
  const equalRevision = sortedRevisions.findLast((revision) => semanticEqual(revision.data, data));
  const old = sortedRevisions.filter((revision) => revision !== equalRevision);
  if (equalRevision === undefined) {
    const current = newRevision(templatedOwner, data, newest + 1);
    return { current, old, actions: [{ type: 'create', resource: resources.controllerRevisions, object: current }] };
  }
  if (equalRevision.revision === newest) return { current: equalRevision, old, actions: [] };
  const current: ControllerRevision = { ...equalRevision, revision: newest + 1 };
  return { current, old, actions: [{ type: 'update', resource: resources.controllerRevisions, object: current }] };
}

/** Deletes the oldest revisions that nothing is of any more, beyond `limit`. Models cleanupHistory and truncateHistory. */
export function surplusRevisions(
  old: readonly ControllerRevision[],
  limit: number,
  isLive: (revision: ControllerRevision) => boolean,
): PlannedAction[] {
  const unusedRevisions = old.filter((revision) => !isLive(revision));
  return unusedRevisions.slice(0, Math.max(0, unusedRevisions.length - limit)).map((revision) => ({
    type: 'delete',
    resource: resources.controllerRevisions,
    name: nameOf(revision),
    deletion: {},
    tolerate: ['NotFound'],
  }));
}

/** Template stored in a revision. */
export function templateOf({ data }: ControllerRevision): PodTemplateSpec {
  const { $patch: _, ...template } = (data as ReturnType<typeof dataOf>).spec.template;
  return template;
}

/**
 * Patch replacing the owner's template, sent by `kubectl rollout undo`. Keys are sorted: kubectl compares the bytes with its own
 * serialization and skips a rollback to the current revision.
 */
function dataOf(template: PodTemplateSpec | undefined) {
  const replacement = { ...(copy(template ?? {}) as PodTemplateSpec), $patch: 'replace' };
  return { spec: { template: sorted(replacement) as typeof replacement } };
}

/** JSON with object keys in the order of Go maps. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, child]) => child !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, sorted(child)]));
}

function newRevision({ owner, template, collisionCount, hashLabel }: TemplateOwner, data: unknown, revision: number): ControllerRevision {
  const { namespace = '', name = '', annotations } = owner.object.metadata ?? {};
  const hash = templateHash(template, collisionCount);
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      namespace,
      name: `${name}-${hash}`,
      labels: { ...template?.metadata?.labels, [hashLabel]: hash },
      ...(annotations === undefined ? {} : { annotations: copy(annotations) }),
      ownerReferences: [controllerReference(owner.resource, owner.object)],
    },
    data,
    revision,
  };
}

function byRevision(a: ControllerRevision, b: ControllerRevision): number {
  return a.revision - b.revision || ((a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1);
}
