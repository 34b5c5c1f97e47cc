import type { Random } from '@klockwork/kernel';

/** One of a list that is not empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
  return list[random.integer(list.length)] as T;
}

/** True once in `of` times. */
export function once(random: Random, of: number): boolean {
  return random.integer(of) === 0;
}
