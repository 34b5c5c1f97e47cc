import { type FieldError, fieldErrors } from '@klockwork/api-machinery';

/** How much a policy forbids. */
export type Level = 'privileged' | 'baseline' | 'restricted';

/** Level at a Kubernetes version: minor number of `v1.x`, or `latest`. */
export interface LevelVersion {
  readonly level: Level;
  readonly version: 'latest' | number;
}

/** Policy of a namespace per mode: enforce, audit, warn. */
export interface Policy {
  readonly enforce: LevelVersion;
  readonly audit: LevelVersion;
  readonly warn: LevelVersion;
}

const PREFIX = 'pod-security.kubernetes.io/';
const LEVELS: readonly Level[] = ['privileged', 'baseline', 'restricted'];
const MODES = ['enforce', 'audit', 'warn'] as const;
const VERSION = /^v1\.([0-9]|[1-9][0-9]*)$/;

/** Returns the policy in a namespace's labels, and errors of invalid labels. Models `PolicyToEvaluate`. */
export function policyOf(labels: Readonly<Record<string, string>> = {}): {
  readonly policy: Policy;
  readonly errors: readonly FieldError[];
} {
  const errors = MODES.flatMap((mode) => [
    ...labelError(labels, mode, isLevel, `must be one of ${LEVELS.join(', ')}`),
    ...labelError(labels, `${mode}-version`, isVersion, 'must be "latest" or "v1.x"'),
  ]);
  const [enforce, audit, warn] = MODES.map((mode) => levelVersionOf(labels, mode)) as [LevelVersion, LevelVersion, LevelVersion];
  return { policy: { enforce, audit, warn: labels[`${PREFIX}warn`] === undefined ? warnedOf(labels, enforce, warn) : warn }, errors };
}

/** Without a warn label, warnings follow `enforce`, so that templates such as a Deployment's get them. */
function warnedOf(labels: Readonly<Record<string, string>>, enforce: LevelVersion, warn: LevelVersion): LevelVersion {
  if (!isLevel(labels[`${PREFIX}enforce`] ?? '')) return warn;
  return { level: enforce.level, version: labels[`${PREFIX}warn-version`] === undefined ? enforce.version : warn.version };
}

/** `restricted:latest`, `baseline:v1.25`. */
export function levelVersionText({ level, version }: LevelVersion): string {
  return `${level}:${version === 'latest' ? version : `v1.${version}`}`;
}

/** Returns whether both are equal. */
export function sameLevelVersion(a: LevelVersion, b: LevelVersion): boolean {
  return a.level === b.level && a.version === b.version;
}

/** Returns whether `next` is at most as strict as `previous`. */
export function isRelaxed(next: LevelVersion, previous: LevelVersion): boolean {
  return next.version === previous.version && LEVELS.indexOf(next.level) <= LEVELS.indexOf(previous.level);
}

/** An invalid level counts as `restricted` for enforce, and as `privileged` for warn and audit. */
function levelVersionOf(labels: Readonly<Record<string, string>>, mode: (typeof MODES)[number]): LevelVersion {
  const level = labels[PREFIX + mode];
  const minor = VERSION.exec(labels[`${PREFIX}${mode}-version`] ?? '')?.[1];
  const unreadable = mode === 'enforce' ? 'restricted' : 'privileged';
  return {
    level: level === undefined ? 'privileged' : isLevel(level) ? level : unreadable,
    version: minor === undefined ? 'latest' : Number(minor),
  };
}

function labelError(
  labels: Readonly<Record<string, string>>,
  name: string,
  isRight: (value: string) => boolean,
  detail: string,
): FieldError[] {
  const value = labels[PREFIX + name];
  return value === undefined || isRight(value) ? [] : [fieldErrors.invalid(`metadata.labels[${PREFIX}${name}]`, value, detail)];
}

function isLevel(value: string): value is Level {
  return (LEVELS as readonly string[]).includes(value);
}

function isVersion(value: string): boolean {
  return value === 'latest' || VERSION.test(value);
}
