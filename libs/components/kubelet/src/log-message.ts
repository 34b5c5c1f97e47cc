import type { Pod } from '@klockwork/kubernetes-types';
import {
  type ContainerReport,
  type ContainerRuntime,
  containersOf,
  isMessageFromLog,
  MESSAGE_LOG_LINES_MAX,
  messageOfLog,
} from '@klockwork/pod-lifecycle';

/** Returns a report with the message that the policy derives from the log's end. */
export function withLogMessage(report: ContainerReport, pod: Pod, runtime: ContainerRuntime): ContainerReport {
  const container = containersOf(pod).find(({ name }) => name === report.name);
  if (container === undefined || !isMessageFromLog(container, report)) return report;
  const message = messageOfLog(runtime.logs(report.id, { tailLines: MESSAGE_LOG_LINES_MAX }));
  return message === '' ? report : { ...report, message };
}
