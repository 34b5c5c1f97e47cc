import { formatTime, goQuote } from '@klockwork/api-machinery';
import { AppendRefusedError, type Cause, type Journal, JournalFailedError, type LogEvent } from '@klockwork/event-store';
import { ApiError, type Cancel, type Clock, StoppedError } from '@klockwork/kernel';
import type { Registry, WriteRequest } from '@klockwork/registry';
import { type FlowSchema, type ObjectKey, type ResourceRef, resources } from '@klockwork/resources';
import { builtInKind, ownWrite } from './own-write.ts';

/** Dependencies of the condition controller for flow schemas. */
export interface FlowSchemaParts {
  readonly journal: Journal;
  readonly registry: Registry;
  readonly clock: Clock;
}

type Condition = NonNullable<NonNullable<FlowSchema['status']>['conditions']>[number];

/** Sets the Dangling condition of flow schemas: for all now, and for each changed schema or level later. */
export async function reportDangling(parts: FlowSchemaParts): Promise<Cancel> {
  const started: Cause = { trigger: 'boot', name: 'api-server' };
  const stop = parts.journal.onCommitted(({ event }) => {
    const cause: Cause = { trigger: 'event', revision: event.revision };
    for (const schema of concernedBy(event, parts.journal)) void writeDangling(schema, parts, cause);
  });
  await Promise.all(schemasIn(parts.journal).map((schema) => writeDangling(schema, parts, started)));
  return stop;
}

function concernedBy({ key, change }: LogEvent, journal: Journal): FlowSchema[] {
  if (key.group !== resources.flowSchemas.group) return [];
  const named = (schema: FlowSchema) => (isOf(key, resources.flowSchemas) ? schema.metadata?.name : levelOf(schema)) === key.name;
  // Updates of a level do not affect its existence.
  if (change === 'updated' && !isOf(key, resources.flowSchemas)) return [];
  return schemasIn(journal).filter(named);
}

function isOf(key: ObjectKey, { resource }: ResourceRef): boolean {
  return key.resource === resource;
}

function schemasIn(journal: Journal): FlowSchema[] {
  return [...journal.latestIn(resources.flowSchemas, '')].map(({ object }) => object as FlowSchema);
}

function levelOf({ spec }: FlowSchema): string {
  return spec?.priorityLevelConfiguration.name ?? '';
}

/** Writes a condition that the schema lacks. Models upstream's apply, which owns the condition. */
async function writeDangling(schema: FlowSchema, { journal, registry, clock }: FlowSchemaParts, cause: Cause): Promise<void> {
  const level = levelOf(schema);
  const { group, resource } = resources.priorityLevelConfigurations;
  const exists = journal.latest({ group, resource, namespace: '', name: level }) !== undefined;
  const condition = danglingCondition(level, exists, formatTime(clock.now()));
  if (isTold(schema, condition)) return;
  const kind = builtInKind(resources.flowSchemas);
  const name = schema.metadata?.name ?? '';
  const applied = {
    apiVersion: `${kind.group}/${kind.version}`,
    kind: kind.kind,
    metadata: { name },
    status: { conditions: [condition] },
  };
  const target = { kind, namespace: '', name };
  try {
    await registry.apply({ target, subresource: 'status', applied, force: true }, request(cause));
  } catch (error) {
    // Ignores deleted schemas. After a failed log the next start writes all conditions; on a full disk the next change does.
    const isExpected = [JournalFailedError, StoppedError, AppendRefusedError].some((kind) => error instanceof kind);
    if (!isExpected && !ApiError.is(error, 'NotFound')) throw error;
  }
}

/** Models `presyncFlowSchemaStatus` of `k8s.io/apiserver/pkg/util/flowcontrol/apf_controller.go`. */
function danglingCondition(level: string, exists: boolean, now: string): Condition {
  const found = exists ? 'and it exists' : 'but there is no such object';
  return {
    type: 'Dangling',
    status: exists ? 'False' : 'True',
    lastTransitionTime: now,
    reason: exists ? 'Found' : 'NotFound',
    message: `This FlowSchema references the PriorityLevelConfiguration object named ${goQuote(level)} ${found}`,
  };
}

function isTold({ status }: FlowSchema, wanted: Condition): boolean {
  return (status?.conditions ?? []).some(
    ({ type, status: told, reason, message }) =>
      type === wanted.type && told === wanted.status && reason === wanted.reason && message === wanted.message,
  );
}

function request(cause: Cause): WriteRequest {
  return ownWrite({ correlationId: 'flow-schema-status', cause, manager: 'api-priority-and-fairness-config-consumer-v1' });
}
