import type { LogLevel } from '@klockwork/host';
import { type NatsServers, readNatsServers } from '@klockwork/nats-bus';

/** Settings of every service, from its environment. */
export interface LabConfig {
  /** Name of the service: `scheduler`, `kubelet-agent-2`. */
  readonly service: string;
  /** First part of all subjects. */
  readonly cluster: string;
  readonly nats: NatsServers;
  readonly logLevel: LogLevel;
  /** Ends a process that reports idle and works, for tests of the clock. */
  readonly assertQuiet: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `KLOCKWORK_SERVICE`, `KLOCKWORK_CLUSTER` (lab), `NATS_URL` (nats://127.0.0.1:4222, or several with commas; credentials may be in it), `NATS_USER`,
 * `NATS_PASSWORD` or `NATS_PASSWORD_FILE`, `KLOCKWORK_LOG_LEVEL` (info) and `KLOCKWORK_ASSERT_QUIET` (1 turns it on).
 * Throws Error with the variable's name.
 */
export function readLabConfig(env: Environment, defaultService: string): LabConfig {
  return {
    service: env.KLOCKWORK_SERVICE ?? defaultService,
    cluster: env.KLOCKWORK_CLUSTER ?? 'lab',
    nats: readNatsServers(env),
    logLevel: logLevelOf(env.KLOCKWORK_LOG_LEVEL ?? 'info'),
    assertQuiet: env.KLOCKWORK_ASSERT_QUIET === '1',
  };
}

function logLevelOf(text: string): LogLevel {
  const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];
  const level = levels.find((one) => one === text);
  if (level === undefined) throw new Error(`KLOCKWORK_LOG_LEVEL must be one of ${levels.join(', ')}, not ${text}`);
  return level;
}
