import type { Check, CheckedPod, CheckPod, Violation } from './check.ts';
import { appArmorProfile } from './checks/app-armor-profile.ts';
import { capabilitiesBaseline, capabilitiesRestricted } from './checks/capabilities.ts';
import { hostNamespaces, hostPathVolumes, hostPorts, hostProbes, windowsHostProcess } from './checks/host.ts';
import { allowPrivilegeEscalation, privileged, procMountBaseline, procMountRestricted } from './checks/privileges.ts';
import { restrictedVolumes } from './checks/restricted-volumes.ts';
import { runAsNonRoot, runAsUser } from './checks/run-as.ts';
import { seLinuxOptions } from './checks/se-linux-options.ts';
import { seccompProfileBaseline, seccompProfileRestricted } from './checks/seccomp-profile.ts';
import { sysctls } from './checks/sysctls.ts';
import type { LevelVersion } from './policy.ts';

/** Rules in the order of reported violations: baseline first, then by name. */
const CHECKS: readonly Check[] = [
  appArmorProfile,
  capabilitiesBaseline,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbes,
  privileged,
  procMountBaseline,
  seLinuxOptions,
  seccompProfileBaseline,
  sysctls,
  windowsHostProcess,
  allowPrivilegeEscalation,
  capabilitiesRestricted,
  procMountRestricted,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompProfileRestricted,
];

/** Returns the pod's violations of a policy. Models `EvaluatePod` of `k8s.io/pod-security-admission/policy/registry.go`. */
export function violationsOf(pod: CheckedPod, policy: LevelVersion): Violation[] {
  return checksOf(policy).flatMap((check) => check(pod) ?? []);
}

/** `privileged, hostPort`: the kinds of violations alone. */
export function reasonsText(violations: readonly Violation[]): string {
  return violations.map(({ reason }) => reason).join(', ');
}

/** `privileged (container "a" must not …), hostPort (…)`. */
export function detailsText(violations: readonly Violation[]): string {
  return violations.map(({ reason, detail }) => (detail === '' ? reason : `${reason} (${detail})`)).join(', ');
}

/** Stricter rules may replace rules of the baseline level. */
function checksOf({ level, version }: LevelVersion): CheckPod[] {
  if (level === 'privileged') return [];
  const minor = version === 'latest' ? Number.POSITIVE_INFINITY : version;
  const checks = CHECKS.filter((check) => level === 'restricted' || check.level === 'baseline').flatMap((check) => {
    const current = check.versions.findLast(({ since }) => since <= minor);
    return current === undefined ? [] : [{ id: check.id, ...current }];
  });
  const overridden = new Set(checks.flatMap(({ overrides = [] }) => overrides));
  return checks.filter(({ id }) => !overridden.has(id)).map(({ check }) => check);
}
