import type { Container } from 'kubernetes-types/core/v1';
import type { ContainerReport, LogLine } from './container-runtime.ts';

/** How much of a log becomes a message. Models `MaxContainerTerminationMessageLog…` of `pkg/kubelet/container`. */
export const MESSAGE_LOG_LINES_MAX = 80;
const MESSAGE_LOG_BYTES_MAX = 2_048;

/** Whether the end of a container's log tells why it failed: its policy says so, it failed, and it left no message itself. */
export function isToldByLog({ terminationMessagePolicy }: Container, { state, exitCode, message }: ContainerReport): boolean {
  return terminationMessagePolicy === 'FallbackToLogsOnError' && state === 'exited' && exitCode !== 0 && !message;
}

/** The message that the last lines of a log make. Models `readLastStringFromContainerLogs` of `pkg/kubelet/kuberuntime`. */
export function messageOfLog(lines: readonly Pick<LogLine, 'text' | 'partial'>[]): string {
  const text = lines.slice(-MESSAGE_LOG_LINES_MAX).map(lineText).join('');
  return text.slice(-MESSAGE_LOG_BYTES_MAX);
}

/** Returns a line as it was printed: with its line break, if it had one. */
function lineText({ text, partial }: Pick<LogLine, 'text' | 'partial'>): string {
  return partial === true ? text : `${text}\n`;
}
