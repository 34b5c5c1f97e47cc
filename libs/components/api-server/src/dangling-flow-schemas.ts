import { formatTime, goQuote } from '@klockwork/api-machinery';
import type { Cause, Journal, LogEvent } from '@klockwork/event-store';
import type { Cancel, Clock, Logger } from '@klockwork/kernel';
import type { Registry, WriteRequest } from '@klockwork/registry';
import { type FlowSchema, type ObjectKey, type ResourceRef, resources } from '@klockwork/resources';
import { builtInKind, ownWrite } from './own-write.ts';
import { RetriedWork } from './retried-work.ts';

/** Dependencies of the condition controller for flow schemas. */
export interface FlowSchemaParts {
  readonly journal: Journal;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly logger: Logger;
}

type Condition = NonNullable<NonNullable<FlowSchema['status']>['conditions']>[number];

/** Sets the Dangling condition of flow schemas: for all now, and for each changed schema or level later. */
export async function reportDangling(parts: FlowSchemaParts): Promise<Cancel> {
  const { journal, clock, logger } = parts;
  const report = (name: string, cause: Cause) => work.run(name, cause, () => writeDangling(name, parts, cause));
  const { resource } = resources.flowSchemas;
  const work = new RetriedWork({ clock, logger, timer: 'flow-schema-retry', resource, again: report });
  const stop = journal.onCommitted(({ event }) => {
    const cause: Cause = { trigger: 'event', revision: event.revision };
    for (const schema of concernedBy(event, journal)) void report(nameOf(schema), cause);
  });
  await Promise.all(schemasIn(journal).map((schema) => report(nameOf(schema), { trigger: 'boot', name: 'api-server' })));
  return () => {
    stop();
    work.stop();
  };
}

function concernedBy({ key, change }: LogEvent, journal: Journal): FlowSchema[] {
  if (key.group !== resources.flowSchemas.group) return [];
  const named = (schema: FlowSchema) => (isOf(key, resources.flowSchemas) ? nameOf(schema) : levelOf(schema)) === key.name;
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

function nameOf({ metadata }: FlowSchema): string {
  return metadata?.name ?? '';
}

function levelOf({ spec }: FlowSchema): string {
  return spec?.priorityLevelConfiguration.name ?? '';
}

/** Writes a condition that the schema lacks; none for a deleted schema. Models upstream's apply, which owns the condition. */
async function writeDangling(name: string, { journal, registry, clock }: FlowSchemaParts, cause: Cause): Promise<void> {
  const schema = journal.latest(keyIn(resources.flowSchemas, name))?.object as FlowSchema | undefined;
  if (schema === undefined) return;
  const level = levelOf(schema);
  const exists = journal.latest(keyIn(resources.priorityLevelConfigurations, level)) !== undefined;
  const condition = danglingCondition(level, exists, formatTime(clock.now()));
  if (isTold(schema, condition)) return;
  const kind = builtInKind(resources.flowSchemas);
  const applyBody = {
    apiVersion: `${kind.group}/${kind.version}`,
    kind: kind.kind,
    metadata: { name },
    status: { conditions: [condition] },
  };
  const target = { kind, namespace: '', name };
  await registry.apply({ target, subresource: 'status', applied: applyBody, force: true }, request(cause));
}

function keyIn({ group, resource }: ResourceRef, name: string): ObjectKey {
  return { group, resource, namespace: '', name };
}

/** Models `presyncFlowSchemaStatus` of `k8s.io/apiserver/pkg/util/flowcontrol/apf_controller.go`. */
function danglingCondition(level: string, exists: boolean, now: string): Condition {
  const finding = exists ? 'and it exists' : 'but there is no such object';
  return {
    type: 'Dangling',
    status: exists ? 'False' : 'True',
    lastTransitionTime: now,
    reason: exists ? 'Found' : 'NotFound',
    message: `This FlowSchema references the PriorityLevelConfiguration object named ${goQuote(level)} ${finding}`,
  };
}

function isTold({ status }: FlowSchema, wantedCondition: Condition): boolean {
  return (status?.conditions ?? []).some(
    ({ type, status, reason, message }) =>
      type === wantedCondition.type &&
      status === wantedCondition.status &&
      reason === wantedCondition.reason &&
      message === wantedCondition.message,
  );
}

function request(cause: Cause): WriteRequest {
  return ownWrite({ correlationId: 'flow-schema-status', cause, manager: 'api-priority-and-fairness-config-consumer-v1' });
}
