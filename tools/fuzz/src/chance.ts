import type { Random } from '@klockwork/kernel';

/** Random item of a nonempty list. */
export function pick<T>(random: Random, list: readonly T[]): T {
  return list[random.integer(list.length)] as T;
}

/** True once in `of` times. */
export function once(random: Random, of: number): boolean {
  return random.integer(of) === 0;
}
