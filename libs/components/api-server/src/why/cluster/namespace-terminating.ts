import { objectText } from '@klockwork/event-store';
import type { KubeObject, Namespace } from '@klockwork/resources';
import type { ClusterView, DiagnosisDraft, Subject } from '../subject.ts';

/** Max number of named objects. */
const OBJECTS_MAX = 5;

/** Explains a Terminating namespace by remaining objects and finalizers. */
export function diagnoseNamespace(subject: Subject, view: ClusterView): DiagnosisDraft | undefined {
  const { metadata, status } = subject.object as Namespace;
  if (subject.gone || metadata?.deletionTimestamp === undefined) return undefined;
  const messages = (status?.conditions ?? []).filter((condition) => condition.status === 'True').map(({ message = '' }) => message);
  const left = remaining(view, subject.key.name);
  const finalizing = left.filter(({ object }) => (object.metadata?.finalizers ?? []).length > 0);
  const markedEvent = subject.history.find(({ object }) => object.metadata?.deletionTimestamp !== undefined);
  return {
    statement: `${objectText(subject.key)} is Terminating: ${messages.join('; ') || 'its objects are being deleted'}`,
    findings: [
      ...left.slice(0, OBJECTS_MAX).map((one) => ({ text: `${one.text} is left${finalizersText(one.object)}` })),
      ...(left.length > OBJECTS_MAX ? [{ text: `… and ${left.length - OBJECTS_MAX} more objects` }] : []),
    ],
    remedies: finalizing
      .slice(0, OBJECTS_MAX)
      .map(
        ({ text }) =>
          `kubectl patch ${text} -n ${subject.key.name} --type merge -p '{"metadata":{"finalizers":null}}', unless its controller still comes`,
      ),
    revision: markedEvent?.revision ?? 0,
  };
}

/** Events are deleted with others, and never delay deletion. */
function remaining(view: ClusterView, namespace: string): readonly { readonly text: string; readonly object: KubeObject }[] {
  const kinds = view.kinds.filter(({ namespaced, resource }) => namespaced && resource !== 'events');
  return kinds.flatMap((kind) =>
    view.list(kind, namespace).map((object) => ({ text: `${kind.resource}/${object.metadata?.name}`, object })),
  );
}

function finalizersText({ metadata }: KubeObject): string {
  const finalizers = metadata?.finalizers ?? [];
  return finalizers.length === 0 ? '' : `, with the finalizers ${finalizers.join(', ')}`;
}
