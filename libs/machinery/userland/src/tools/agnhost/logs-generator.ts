import type { Random } from '@klockwork/kernel';
import { writeMessage } from '../../process/write-message.ts';
import type { Call, Command } from '../call.ts';
import { goDurationMs } from './go-duration.ts';
import { klogLine } from './klog.ts';

const METHODS = ['GET', 'POST', 'PUT'] as const;
const NAMESPACES = ['kube-system', 'default', 'ns'] as const;
/** Exit code of klog.Fatal. */
const FATAL = 255;

/** `agnhost logs-generator`: writes lines like those of an API server, evenly over a time. Models test/images/agnhost/logs-generator. */
export const agnhostLogsGenerator: Command = async (call) => {
  const { process } = call;
  const { value } = call.options({ letters: 't:d:', long: { 'log-lines-total': 't', 'run-duration': 'd' } });
  const lines = Number(value('t') ?? '0');
  const duration = value('d') ?? '0s';
  if (!(lines > 0)) return fatal(call, `Invalid total number of lines: ${lines}`);
  const durationMs = goDurationMs(duration) ?? 0;
  if (durationMs <= 0) return fatal(call, `Invalid duration: ${duration}`);
  const random = process.machine.random.fork(`logs-generator ${process.pid}`);
  const beganAt = call.now();
  for (let id = 0; id < lines; id++) {
    await writeMessage(call.stderr, klogLine(call, 'I', 'logs_generator.go:76', `${id} ${requestText(random)}`));
    await process.sleep(Math.max(0, beganAt + ((id + 1) * durationMs) / lines - call.now()));
  }
  return 0;
};

function requestText(random: Random): string {
  const method = METHODS[random.integer(METHODS.length)];
  const namespace = NAMESPACES[random.integer(NAMESPACES.length)];
  const pod = random.suffix(3 + random.integer(2));
  return `${method} /api/v1/namespaces/${namespace}/pods/${pod} ${200 + random.integer(400)}`;
}

async function fatal(call: Call, message: string): Promise<number> {
  await writeMessage(call.stderr, klogLine(call, 'F', 'logs_generator.go:58', message));
  return FATAL;
}
