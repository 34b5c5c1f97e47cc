import type { Pod } from '@klockwork/kubernetes-types';
import type { RecordAction } from '../pod-action.ts';
import { inOrder } from './allocation.ts';
import type { ResizeRefusal } from './resize-state.ts';

/** Events of a resize; `pod` has the resources in question. Models `pkg/kubelet/events/resize.go`. */
export const resizeEvents = {
  started: (pod: Pod, generation: number) => normal('ResizeStarted', `Pod resize started: ${summary(pod, generation)}`),
  completed: (pod: Pod, generation: number) => normal('ResizeCompleted', `Pod resize completed: ${summary(pod, generation)}`),
  refused: (pod: Pod, { reason, message }: ResizeRefusal, generation: number) =>
    warning(`Resize${reason}`, `Pod resize ${reason}: ${summary(pod, generation, message)}`),
  failed: (pod: Pod, generation: number, error: string) => warning('ResizeError', `Pod resize error: ${summary(pod, generation, error)}`),
};

function summary({ spec }: Pod, generation: number, error?: string): string {
  const listed = (list: typeof spec extends undefined ? never : NonNullable<typeof spec>['containers'] = []) =>
    list.map(({ name, resources = {} }) => ({ name, resources: inOrder(resources) }));
  const initContainers = listed(spec?.initContainers);
  return JSON.stringify({
    ...(initContainers.length > 0 && { initContainers }),
    containers: listed(spec?.containers),
    generation,
    ...(error !== undefined && { error }),
  });
}

function normal(reason: string, message: string): RecordAction {
  return { type: 'record', eventType: 'Normal', reason, message };
}

function warning(reason: string, message: string): RecordAction {
  return { type: 'record', eventType: 'Warning', reason, message };
}
