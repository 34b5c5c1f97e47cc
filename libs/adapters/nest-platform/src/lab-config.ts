import { readFileSync } from 'node:fs';
import type { LogLevel } from '@klockwork/host';
import type { ClockSetting } from '@klockwork/kernel';
import { type NatsAuth, parseNatsUrl } from '@klockwork/nats-bus';

/** What every service of a lab is told by its environment. */
export interface LabConfig {
  /** Name of the service: `scheduler`, `kubelet-agent-2`. */
  readonly service: string;
  /** First part of all subjects. */
  readonly cluster: string;
  readonly nats: { readonly servers: readonly string[]; readonly auth?: NatsAuth };
  /** Undefined: real time. */
  readonly clock?: ClockSetting;
  readonly logLevel: LogLevel;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `KLOCKWORK_SERVICE`, `KLOCKWORK_CLUSTER` (lab), `NATS_URL` (nats://127.0.0.1:4222, or several with commas; credentials may be in it), `NATS_USER`,
 * `NATS_PASSWORD` or `NATS_PASSWORD_FILE`, `KLOCKWORK_CLOCK` (a ClockSetting as JSON) and `KLOCKWORK_LOG_LEVEL` (info).
 * Throws Error with the variable's name.
 */
export function readLabConfig(env: Environment, defaultService: string): LabConfig {
  const password = env.NATS_PASSWORD ?? (env.NATS_PASSWORD_FILE ? readFileSync(env.NATS_PASSWORD_FILE, 'utf8').trim() : undefined);
  const { servers, auth: authOfUrl } = parseNatsUrl(env.NATS_URL ?? 'nats://127.0.0.1:4222');
  const auth = env.NATS_USER !== undefined && password !== undefined ? { user: env.NATS_USER, password } : authOfUrl;
  return {
    service: env.KLOCKWORK_SERVICE ?? defaultService,
    cluster: env.KLOCKWORK_CLUSTER ?? 'lab',
    nats: { servers, ...(auth !== undefined && { auth }) },
    logLevel: logLevelOf(env.KLOCKWORK_LOG_LEVEL ?? 'info'),
    ...(env.KLOCKWORK_CLOCK && { clock: clockOf(env.KLOCKWORK_CLOCK) }),
  };
}

function logLevelOf(text: string): LogLevel {
  const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];
  const level = levels.find((one) => one === text);
  if (level === undefined) throw new Error(`KLOCKWORK_LOG_LEVEL must be one of ${levels.join(', ')}, not ${text}`);
  return level;
}

function clockOf(text: string): ClockSetting {
  const setting = JSON.parse(text) as Partial<ClockSetting & { hostAt: number; rate: number }>;
  if (setting.mode === 'scaled' && [setting.hostAt, setting.labAt, setting.rate].every(Number.isFinite)) return setting as ClockSetting;
  throw new Error('KLOCKWORK_CLOCK must be JSON: {"mode":"scaled","hostAt":ms,"labAt":ms,"rate":number}');
}
