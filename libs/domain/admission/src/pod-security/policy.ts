import { type FieldError, fieldErrors } from '@klockwork/api-machinery';

/** How much a policy forbids. */
export type Level = 'privileged' | 'baseline' | 'restricted';

/** A level as it was at a version of Kubernetes: the minor number of `v1.x`, or the newest. */
export interface LevelVersion {
  readonly level: Level;
  readonly version: 'latest' | number;
}

/** What a namespace asks for: what is refused, what is written down, what is warned of. */
export interface Policy {
  readonly enforce: LevelVersion;
  readonly audit: LevelVersion;
  readonly warn: LevelVersion;
}

const PREFIX = 'pod-security.kubernetes.io/';
const LEVELS: readonly Level[] = ['privileged', 'baseline', 'restricted'];
const MODES = ['enforce', 'audit', 'warn'] as const;
const VERSION = /^v1\.([0-9]|[1-9][0-9]*)$/;

/** The policy of a namespace by its labels, and what is wrong with those. Models `PolicyToEvaluate`. */
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

/** Who enforces and says nothing of warnings is warned of what would be refused: the template of a Deployment, whose pods will be. */
function warnedOf(labels: Readonly<Record<string, string>>, enforce: LevelVersion, warn: LevelVersion): LevelVersion {
  if (!isLevel(labels[`${PREFIX}enforce`] ?? '')) return warn;
  return { level: enforce.level, version: labels[`${PREFIX}warn-version`] === undefined ? enforce.version : warn.version };
}

/** `restricted:latest`, `baseline:v1.25`. */
export function levelVersionText({ level, version }: LevelVersion): string {
  return `${level}:${version === 'latest' ? version : `v1.${version}`}`;
}

/** True when the two are the same policy. */
export function sameLevelVersion(a: LevelVersion, b: LevelVersion): boolean {
  return a.level === b.level && a.version === b.version;
}

/** True when `next` forbids nothing that `previous` did not. */
export function isRelaxed(next: LevelVersion, previous: LevelVersion): boolean {
  return next.version === previous.version && LEVELS.indexOf(next.level) <= LEVELS.indexOf(previous.level);
}

/** A level that cannot be read enforces the most, and neither warns nor is written down. */
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
