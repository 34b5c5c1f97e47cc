import type { View } from '../store/address.ts';

/** Effect of a key. */
export type KeyCommand = 'palette' | 'search' | 'help' | 'close' | 'pause' | 'step' | 'present' | View;

/** Entry of the table of keys. */
export interface KeyBinding {
  readonly command: KeyCommand;
  /** `Mod` is Ctrl or Cmd. */
  readonly key: string;
  /** True for keys that also work in text fields. */
  readonly isGlobal?: boolean;
}

/** All keys of the page, except the arrows, and those of the timeline and of dialogs. */
export const KEYS: readonly KeyBinding[] = [
  { command: 'palette', key: 'Mod+k', isGlobal: true },
  { command: 'search', key: '/' },
  { command: 'help', key: '?' },
  { command: 'close', key: 'Escape' },
  { command: 'pause', key: 'p' },
  { command: 'step', key: 's' },
  { command: 'present', key: 'n' },
  { command: 'map', key: '1' },
  { command: 'timeline', key: '2' },
  { command: 'log', key: '3' },
  { command: 'why', key: '4' },
  { command: 'faults', key: '5' },
  { command: 'objects', key: '6' },
  { command: 'drills', key: '7' },
];

/** Part of a keyboard event that selects a command. */
export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Returns the command of a key; undefined without any, and for plain keys in text fields. */
export function commandOf({ key, ctrlKey, metaKey, altKey }: PressedKey, isInField: boolean): KeyCommand | undefined {
  if (altKey) return undefined;
  const pressed = ctrlKey || metaKey ? `Mod+${key.toLowerCase()}` : key;
  return KEYS.find((binding) => binding.key === pressed && (!isInField || binding.isGlobal === true))?.command;
}
