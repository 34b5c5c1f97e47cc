import { objectText } from '@klockwork/event-store';
import { type Pod, resources } from '@klockwork/resources';
import type { SchedulingDecision, ScoredNode } from '@klockwork/scheduling';
import type { DiagnosisDraft, Subject } from '../subject.ts';

/** Space between columns of the table. */
const GAP = '  ';

/**
 * Explains a pod's node by the scores that the scheduler recorded with its binding. Undefined for pods without a record: bound by another
 * program, or by an older version.
 */
export function diagnoseScheduled(subject: Subject): DiagnosisDraft | undefined {
  const { key, gone, history } = subject;
  if (gone || key.group !== resources.pods.group || key.resource !== resources.pods.resource) return undefined;
  const bound = history.find(({ type }) => type === 'PodBound');
  const decision = bound?.data.scheduling as SchedulingDecision | undefined;
  if (bound === undefined || decision === undefined) return undefined;
  const node = (bound.object as Pod).spec?.nodeName ?? '';
  return {
    statement: `${objectText(key)} was scheduled to ${node}: ${headline(decision)}`,
    findings: [
      ...tableOf(decision).map((text) => ({ text })),
      ...refusals(decision),
      { text: 'recorded by the scheduler at the decision', revision: bound.revision },
    ],
    remedies: [],
    revision: bound.revision,
    facts: { scheduling: decision },
  };
}

function headline({ nodes, feasible, ties, best }: SchedulingDecision): string {
  const [chosenNode] = best ?? [];
  if (chosenNode === undefined) return `the only feasible one of ${nodesText(nodes)}`;
  const among =
    ties === undefined ? `the best of ${feasible} feasible nodes` : `drawn from ${ties} of ${feasible} feasible nodes with equal scores`;
  return `${among}, with a total of ${chosenNode.total}`;
}

/** Returns a row for each plugin, with a column for each node: `score × weight`. */
function tableOf({ weights = {}, best = [] }: SchedulingDecision): string[] {
  if (best.length === 0) return [];
  const rows = Object.entries(weights).map(([plugin, weight], index) => [
    ...[plugin, String(weight)],
    ...best.map(({ scores }) => String(scores[index])),
  ]);
  const totals = ['total', '', ...best.map(({ total }: ScoredNode) => String(total))];
  return aligned([['score of', 'weight', ...best.map(({ node }) => node)], ...rows, totals]);
}

/** Names stand on the left, numbers on the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const cell = (text: string, column: number) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0));
  return rows.map((row) => row.map(cell).join(GAP));
}

function refusals({ refused = {}, nodes, tried }: SchedulingDecision): { readonly text: string }[] {
  const reasons = Object.entries(refused).map(([reason, count]) => `refused by ${nodesText(count)}: ${reason}`);
  const others = tried < nodes ? [`${nodesText(nodes - tried)} not tried`] : [];
  return [...reasons.sort(), ...others].map((text) => ({ text }));
}

function nodesText(count: number): string {
  return `${count} node${count === 1 ? '' : 's'}`;
}
