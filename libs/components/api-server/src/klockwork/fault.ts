import { statusErrors } from '@klockwork/api-machinery';
import type { ApiRequest } from '@klockwork/http-api';
import { parseJsonBody } from '../objects/body.ts';

/** External fault: an ended process, and its nodes that lost power. */
export interface Fault {
  /** `SIGKILL` */
  readonly name: string;
  /** `kubelet-agent-2` */
  readonly process: string;
  readonly nodes: readonly string[];
}

/** Max nodes per process. */
const NODES_MAX = 5_000;
const NAME_CHARACTERS_MAX = 200;

/** Reads `{ "name": "SIGKILL", "process": "kubelet-agent-2", "nodes": ["node-2"] }`. Throws BadRequest. */
export function readFault(request: ApiRequest): Fault {
  const body = parseJsonBody({ request }, '');
  const { name, process, nodes = [] } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  if (!isName(name) || !isName(process) || !Array.isArray(nodes) || nodes.length > NODES_MAX || !nodes.every(isName))
    throw statusErrors.badRequest(
      'a fault has a name, the process that it befell, and may have nodes: {"name":"SIGKILL","process":"kubelet-agent-2","nodes":["node-2"]}',
    );
  return { name, process, nodes };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= NAME_CHARACTERS_MAX;
}
