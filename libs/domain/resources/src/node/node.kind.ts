import { statusStrategy } from '../generic/status-strategy.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { nodeColumns } from './node.columns.ts';
import { nodeEvent } from './node.events.ts';
import { nodeStrategy } from './node.strategy.ts';
import type { Node } from './node.ts';
import { validateNodeStatus } from './node.validation.ts';

/** Node. Models `pkg/registry/core/node`. */
export const nodeKind: KindDefinition<Node> = {
  ...resources.nodes,
  listKind: 'NodeList',
  singular: 'node',
  shortNames: ['no'],
  categories: [],
  definition: 'io.k8s.api.core.v1.Node',
  strategy: nodeStrategy,
  status: statusStrategy<Node>({ validate: validateNodeStatus }),
  columns: nodeColumns,
  selectableFields: { 'spec.unschedulable': (node) => String(node.spec?.unschedulable ?? false) },
  event: nodeEvent,
};
