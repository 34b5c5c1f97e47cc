import { asNumber, parseDuration, parseQuantity, QuantityError } from '@klockwork/api-machinery';

/** What a node watches, in the words of the kubelet's configuration. */
export type Signal = 'memory.available' | 'nodefs.available' | 'imagefs.available' | 'pid.available';

/** An amount, or a part of what there is. */
export type ThresholdValue = { readonly amount: number } | { readonly percent: number };

/** A node runs short when less than `value` is available for `graceMs`. */
export interface Threshold {
  readonly signal: Signal;
  readonly value: ThresholdValue;
  /** 0: hard, pods are evicted at once and with almost no grace. */
  readonly graceMs: number;
}

/** Models `DefaultEvictionHard` of `pkg/kubelet/eviction/defaults_linux.go`, without inodes. */
const HARD = 'memory.available<100Mi,nodefs.available<10%,imagefs.available<15%';
const SIGNALS: ReadonlySet<string> = new Set(['memory.available', 'nodefs.available', 'imagefs.available', 'pid.available']);

/** In the syntax of the kubelet's flags of these names: `memory.available<100Mi,nodefs.available<10%`, `memory.available=1m30s`. */
export interface ThresholdTexts {
  readonly hard?: string | undefined;
  readonly soft?: string | undefined;
  readonly softGracePeriod?: string | undefined;
}

/** The thresholds, hard ones first; upstream's where nothing is said. What cannot be read is left out. Models `ParseThresholdConfig`. */
export function thresholdsOf({ hard = HARD, soft = '', softGracePeriod = '' }: ThresholdTexts): Threshold[] {
  const graces = new Map(pairsOf(softGracePeriod, '='));
  const softOnes = pairsOf(soft, '<').flatMap(([signal, value]) => {
    const grace = parseDuration(graces.get(signal) ?? '');
    return 'ms' in grace ? thresholdOf(signal, value, grace.ms) : [];
  });
  return [...pairsOf(hard, '<').flatMap(([signal, value]) => thresholdOf(signal, value, 0)), ...softOnes];
}

/** `50Mi`, `10%`, or undefined for what is neither. */
export function thresholdValue(text: string): ThresholdValue | undefined {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  if (percent !== undefined) return { percent: Number(percent) };
  try {
    return { amount: asNumber(parseQuantity(text)) };
  } catch (error) {
    if (error instanceof QuantityError) return undefined;
    throw error;
  }
}

/** What a value comes to where there is `capacity` in all. */
export function amountOf(value: ThresholdValue, capacity: number): number {
  return 'amount' in value ? value.amount : Math.floor((capacity * value.percent) / 100);
}

function thresholdOf(signal: string, text: string, graceMs: number): Threshold[] {
  const value = thresholdValue(text);
  return value === undefined || !SIGNALS.has(signal) ? [] : [{ signal: signal as Signal, value, graceMs }];
}

function pairsOf(text: string, sign: '<' | '='): [string, string][] {
  return text.split(',').flatMap((part) => {
    const [signal = '', value = ''] = part.split(sign);
    return value === '' ? [] : [[signal.trim(), value.trim()] as [string, string]];
  });
}
