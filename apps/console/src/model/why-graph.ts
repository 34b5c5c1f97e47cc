import type { Why, WhyChain, WhyStep } from './why.ts';

/** Max number of nodes that are drawn. */
export const GRAPH_NODES_MAX = 200;
/** Causes behind a question that are drawn at first. */
const DIRECT_STEPS = 3;
/** Causes that an expanded step shows. */
const MORE_STEPS = 6;

/** Node of the graph: the question, an event, omitted steps, or an event that the log no longer has. */
export type GraphNode =
  | { readonly type: 'question'; readonly id: string; readonly text: string }
  | { readonly type: 'step'; readonly id: string; readonly step: WhyStep }
  | { readonly type: 'omitted'; readonly id: string; readonly steps: number }
  | { readonly type: 'removed' | 'further'; readonly id: string; readonly revision: number };

/** Causes of one or more questions. A cause with several effects is one node. */
export interface WhyGraph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** Direct causes of each node, the first cause first. */
  readonly causes: ReadonlyMap<string, readonly string[]>;
  /** Nodes of the questions. */
  readonly questions: readonly string[];
}

/** Part of a graph that is drawn. */
export interface VisibleGraph {
  readonly nodes: readonly GraphNode[];
  /** Pairs of cause and effect. */
  readonly edges: readonly (readonly [cause: string, effect: string])[];
  /** Number of direct causes that are not drawn, for each node with any. */
  readonly hidden: ReadonlyMap<string, number>;
  readonly isFull: boolean;
}

/** Returns the graph of an answer. */
export function whyGraph({ answers }: Why): WhyGraph {
  const builder = new GraphBuilder();
  const questions = answers.map(({ question, chain }, index) => {
    const id = `question-${index}`;
    builder.add({ type: 'question', id, text: question });
    builder.addChain(chain, id);
    return id;
  });
  return builder.graph(questions);
}

/** Returns the direct causes of all questions, and those of expanded nodes, at most {@link GRAPH_NODES_MAX} nodes. */
export function visibleGraph({ nodes, causes, questions }: WhyGraph, expanded: ReadonlySet<string>): VisibleGraph {
  const depthLeft = new Map<string, number>();
  const queue: string[] = [];
  const reveal = (id: string, depth: number) => {
    const known = depthLeft.get(id);
    if (known === undefined && depthLeft.size >= GRAPH_NODES_MAX) return;
    const left = expanded.has(id) ? Math.max(depth, MORE_STEPS) : depth;
    if (known !== undefined && known >= left) return;
    depthLeft.set(id, left);
    queue.push(id);
  };
  for (const id of questions) reveal(id, DIRECT_STEPS);
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const left = depthLeft.get(id) ?? 0;
    if (left > 0) for (const cause of causes.get(id) ?? []) reveal(cause, left - 1);
  }
  return partOf({ nodes, causes, questions }, depthLeft);
}

function partOf({ nodes, causes }: WhyGraph, shown: ReadonlyMap<string, number>): VisibleGraph {
  const edges: [string, string][] = [];
  const hidden = new Map<string, number>();
  for (const effect of shown.keys()) {
    const all = causes.get(effect) ?? [];
    const drawn = all.filter((cause) => shown.has(cause));
    for (const cause of drawn) edges.push([cause, effect]);
    if (drawn.length < all.length) hidden.set(effect, all.length - drawn.length);
  }
  return { nodes: [...shown.keys()].flatMap((id) => nodes.get(id) ?? []), edges, hidden, isFull: shown.size >= GRAPH_NODES_MAX };
}

class GraphBuilder {
  readonly #nodes = new Map<string, GraphNode>();
  readonly #causes = new Map<string, string[]>();
  /** Links to events of any chain, added last. */
  readonly #links: (readonly [cause: number, effect: string])[] = [];

  add(node: GraphNode): string {
    if (!this.#nodes.has(node.id)) this.#nodes.set(node.id, node);
    return node.id;
  }

  /** Adds a chain that explains the node `effect`. */
  addChain({ steps, gap, end }: WhyChain, effect: string): void {
    let last = effect;
    for (const step of steps) {
      const id = this.add({ type: 'step', id: stepId(step.revision), step });
      this.#join(id, last);
      for (const branch of step.branches) this.addChain(branch, id);
      for (const revision of step.along) this.#links.push([revision, id]);
      last = id;
      if (gap?.after !== step.revision) continue;
      last = this.add({ type: 'omitted', id: `omitted-${step.revision}`, steps: gap.steps });
      this.#join(last, id);
    }
    if (end.revision === undefined) return;
    if (end.ends === 'in-another') this.#links.push([end.revision, last]);
    else this.#addEnd(end.ends === 'further-back' ? 'further' : 'removed', end.revision, last);
  }

  graph(questions: readonly string[]): WhyGraph {
    for (const [revision, effect] of this.#links) if (this.#nodes.has(stepId(revision))) this.#join(stepId(revision), effect);
    return { nodes: this.#nodes, causes: this.#causes, questions };
  }

  #addEnd(type: 'removed' | 'further', revision: number, effect: string): void {
    this.#join(this.add({ type, id: `${type}-${revision}`, revision }), effect);
  }

  #join(cause: string, effect: string): void {
    const known = this.#causes.get(effect) ?? [];
    if (cause !== effect && !known.includes(cause)) this.#causes.set(effect, [...known, cause]);
  }
}

function stepId(revision: number): string {
  return `step-${revision}`;
}
