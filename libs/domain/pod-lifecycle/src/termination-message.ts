import type { Container } from '@klockwork/kubernetes-types';
import type { ContainerReport, LogLine } from './container-runtime.ts';

/** Maximum size of a message from a log. Models `MaxContainerTerminationMessageLog…` of `pkg/kubelet/container`. */
export const MESSAGE_LOG_LINES_MAX = 80;
const MESSAGE_LOG_BYTES_MAX = 2_048;

/** True if the log's end becomes the message: by policy, after a failure, and without a message of the container. */
export function isMessageFromLog({ terminationMessagePolicy }: Container, { state, exitCode, message }: ContainerReport): boolean {
  return terminationMessagePolicy === 'FallbackToLogsOnError' && state === 'exited' && exitCode !== 0 && !message;
}

/** Returns the message from the last lines of a log. Models `readLastStringFromContainerLogs` of `pkg/kubelet/kuberuntime`. */
export function messageOfLog(lines: readonly Pick<LogLine, 'text' | 'partial'>[]): string {
  const text = lines.slice(-MESSAGE_LOG_LINES_MAX).map(lineText).join('');
  return text.slice(-MESSAGE_LOG_BYTES_MAX);
}

/** Returns the printed line, including any line break. */
function lineText({ text, partial }: Pick<LogLine, 'text' | 'partial'>): string {
  return partial === true ? text : `${text}\n`;
}
