import { resources } from '@klockwork/resources';
import type { ApiServices } from '../api-services.ts';
import { builtInKind, ownWrite } from '../own-write.ts';
import { eventAbout } from './record-fault.ts';

/** Records, as a Kubernetes Event, that the log lost its newest events before opening. */
export async function recordNotice(services: Pick<ApiServices, 'registry' | 'clock' | 'random'>, message: string): Promise<void> {
  const about = { apiVersion: 'klockwork.dev/v1alpha1', kind: 'Process', namespace: 'kube-system', name: 'api-server' };
  const body = eventAbout(about, 'EventLogNotice', message, services);
  const cause = { trigger: 'boot', name: 'api-server' } as const;
  const write = ownWrite({ correlationId: 'event-log-notice', cause });
  await services.registry.create({ kind: builtInKind(resources.events), namespace: about.namespace, body }, write);
}
