import { type FieldError, fieldErrors } from '@klockwork/api-machinery';

/** Access modes of a volume, with abbreviations, in kubectl's order. */
const SHORT: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};
const VOLUME_MODES = ['Block', 'Filesystem'];

/** Returns `RWO,RWX` in kubectl's order. Models `GetAccessModesAsString`. */
export function accessModesText(modes: readonly string[] | undefined): string {
  return Object.keys(SHORT)
    .filter((mode) => modes?.includes(mode))
    .map((mode) => SHORT[mode])
    .join(',');
}

/** Validates `accessModes` at `path`; `none`: message for an empty list. */
export function validateAccessModes(modes: readonly string[] | undefined, path: string, none: string): FieldError[] {
  if (modes === undefined || modes.length === 0) return [fieldErrors.required(path, none)];
  const unknown = modes.filter((mode) => !Object.hasOwn(SHORT, mode));
  const isShared = modes.includes('ReadWriteOncePod') && modes.some((mode) => mode !== 'ReadWriteOncePod' && Object.hasOwn(SHORT, mode));
  return [
    ...unknown.map((mode) => fieldErrors.notSupported(path, mode, Object.keys(SHORT).sort())),
    ...(isShared ? [fieldErrors.forbidden(path, 'may not use ReadWriteOncePod with other access modes')] : []),
  ];
}

/** Validates `volumeMode` at `path`. */
export function validateVolumeMode(mode: string | undefined, path: string): FieldError[] {
  return mode === undefined || VOLUME_MODES.includes(mode) ? [] : [fieldErrors.notSupported(path, mode, VOLUME_MODES)];
}
