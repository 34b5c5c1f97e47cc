import { randomBytes } from 'node:crypto';
import { type Seed, SeededRandom } from '@klockwork/kernel';

/** Returns a Random from the host's entropy, or from `seed`. Unsuitable for secrets. */
export function hostRandom(seed?: number | Seed): SeededRandom {
  return new SeededRandom(seed ?? freshSeed());
}

function freshSeed(): Seed {
  const bytes = randomBytes(16);
  return [bytes.readInt32LE(0), bytes.readInt32LE(4), bytes.readInt32LE(8), bytes.readInt32LE(12)];
}
