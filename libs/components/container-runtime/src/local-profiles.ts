import type { FileTree } from '@klockwork/files';
import { type ContainerSpec, RuntimeError } from '@klockwork/pod-lifecycle';

/**
 * Throws RuntimeError, with containerd's text, for a missing profile. Seccomp profiles are node files; AppArmor profiles can never be
 * loaded. Existing profiles confine nothing.
 */
export function requireLocalProfiles({ localProfiles }: ContainerSpec, files: FileTree['root']): void {
  const { appArmor, seccomp } = localProfiles ?? {};
  if (appArmor !== undefined) {
    throw new RuntimeError(
      `failed to get container spec opts: failed to generate apparmor spec opts: apparmor profile not found ${appArmor}`,
    );
  }
  if (seccomp === undefined || files.exists(seccomp)) return;
  const problem = `open ${seccomp}: no such file or directory`;
  throw new RuntimeError(`failed to create containerd container: cannot load seccomp profile "${seccomp}": ${problem}`);
}
