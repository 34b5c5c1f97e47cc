import { parseTime } from '@klockwork/api-machinery';
import type { Notice } from '@klockwork/informers';
import type { LabTime } from '@klockwork/kernel';
import type { Node, Pod, Taint } from '@klockwork/resources';

export function noExecute(node: Node | undefined): readonly Taint[] {
  return (node?.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
}

/**
 * Start time of each NoExecute taint. `timeAdded` has only seconds, and is missing in user-added taints; watch events have the exact
 * instant. Older taints count from their first reconcile, like all upstream ones.
 */
export class TaintInstants {
  readonly #byTaint = new Map<string, LabTime>();

  remember({ object, previous, event, change }: Notice<Node>): void {
    const isGone = change === 'deleted';
    const before = noExecute(isGone ? object : previous).map((taint) => idOf(object, taint));
    const taintIds = isGone ? [] : noExecute(object).map((taint) => idOf(object, taint));
    for (const id of before) if (!taintIds.includes(id)) this.#byTaint.delete(id);
    if (event === undefined) return;
    for (const id of taintIds) if (!before.includes(id)) this.#byTaint.set(id, event.at);
  }

  of(node: Node, taint: Taint, now: LabTime): LabTime {
    const id = idOf(node, taint);
    const since = this.#byTaint.get(id) ?? instantOf(taint.timeAdded) ?? now;
    this.#byTaint.set(id, since);
    return since;
  }
}

/** Binding time of each pod; creation time if bound before this process started. */
export class BoundInstants {
  readonly #byUid = new Map<string, LabTime>();

  remember({ object, previous, event, change }: Notice<Pod>): void {
    const uid = object.metadata?.uid ?? '';
    if (change === 'deleted') this.#byUid.delete(uid);
    else if (event !== undefined && object.spec?.nodeName && !previous?.spec?.nodeName) this.#byUid.set(uid, event.at);
  }

  of({ metadata }: Pod): LabTime {
    return this.#byUid.get(metadata?.uid ?? '') ?? instantOf(metadata?.creationTimestamp) ?? 0;
  }
}

function idOf(node: Node, { key, value = '', timeAdded }: Taint): string {
  return `${node.metadata?.uid}/${key}/${value}/${timeAdded}`;
}

function instantOf(time: string | null | undefined): LabTime | undefined {
  return time === undefined || time === null ? undefined : parseTime(time);
}
