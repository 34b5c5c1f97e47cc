import {
  type Check,
  type CheckedPod,
  containersOf,
  containersText,
  exceptWindows,
  namesOf,
  quoted,
  sortedSet,
  type Violation,
} from '../check.ts';

const DEFAULT_CAPABILITIES = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

/** Forbids additional capabilities beyond the default set. Models `check_capabilities_baseline.go`. */
export const capabilitiesBaseline: Check = {
  id: 'capabilities_baseline',
  level: 'baseline',
  versions: [{ since: 0, check: findNonDefault }],
};

/** Requires dropping all capabilities. Models `check_capabilities_restricted.go`. */
export const capabilitiesRestricted: Check = {
  id: 'capabilities_restricted',
  level: 'restricted',
  versions: [
    { since: 22, check: findUnrestricted, overrides: ['capabilities_baseline'] },
    { since: 25, check: exceptWindows(findUnrestricted), overrides: ['capabilities_baseline'] },
  ],
};

function findNonDefault(pod: CheckedPod): Violation | undefined {
  const detail = addedText(pod, (capability) => DEFAULT_CAPABILITIES.has(capability));
  return detail === '' ? undefined : { reason: 'non-default capabilities', detail };
}

function findUnrestricted(pod: CheckedPod): Violation | undefined {
  const keeping = namesOf(pod, ({ securityContext }) => !securityContext?.capabilities?.drop?.includes('ALL'));
  const dropReason = keeping.length === 0 ? '' : `${containersText(keeping)} must set securityContext.capabilities.drop=["ALL"]`;
  const added = addedText(pod, (capability) => capability === 'NET_BIND_SERVICE');
  const detail = [dropReason, added].filter((text) => text !== '').join('; ');
  return detail === '' ? undefined : { reason: 'unrestricted capabilities', detail };
}

/** Returns the containers that add forbidden capabilities, as text; '' for none. */
function addedText(pod: CheckedPod, isAllowed: (capability: string) => boolean): string {
  const forbidden = (added: readonly string[] | undefined) => (added ?? []).filter((capability) => !isAllowed(capability));
  const names = namesOf(pod, ({ securityContext }) => forbidden(securityContext?.capabilities?.add).length > 0);
  const all = containersOf(pod).flatMap(({ securityContext }) => forbidden(securityContext?.capabilities?.add));
  if (names.length === 0) return '';
  return `${containersText(names)} must not include ${quoted(sortedSet(all))} in securityContext.capabilities.add`;
}
