import type { Service, ServiceEnd, ServiceSpec } from './service.ts';

/** Nodes that a sentence names. */
const NAMED_MAX = 5;

/** Returns one line for the terminal: which service ended, how, why, and what follows. */
export function endNotice({ name, nodes }: Pick<ServiceSpec, 'name' | 'nodes'>, { how, error, restarts }: ServiceEnd): string {
  const ended = `${name} ended (${how})${error === undefined ? '' : `, ${error}`}`;
  if (nodes.length === 0) return `${ended}; it is started again`;
  return `${ended}: ${listOf(nodes)} lost power${restarts ? ' and boots again' : ''}`;
}

/** Lists what a lab still waits for at its start: services with state and last error, then nodes. */
export function missingText(services: readonly Pick<Service, 'report'>[], nodes: ReadonlySet<string>): string {
  const unready = services.map((service) => service.report()).filter(({ state }) => state !== 'running');
  const texts = unready.map(
    ({ name, state, lastEnd }) => `${name} (${state}${lastEnd?.error === undefined ? '' : `, last error: ${lastEnd.error}`})`,
  );
  return [...texts, ...(unready.length === 0 ? [`${listOf([...nodes])} (not Ready)`] : [])].join(', ');
}

function listOf(nodes: readonly string[]): string {
  return nodes.length <= NAMED_MAX ? nodes.join(', ') : `${nodes[0]} … ${nodes.at(-1)} (${nodes.length} nodes)`;
}
