import { SeededRandom } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { tokenSignerContract } from '../testing/token-signer.contract.ts';
import { seededTokenSigner } from './token-signer.ts';

let seed = 0;
tokenSignerContract(() => seededTokenSigner(new SeededRandom(++seed)));

test('equal seeds sign equally', () => {
  const [first, second] = [7, 7].map((same) => seededTokenSigner(new SeededRandom(same)));
  expect([first?.keyId, first?.sign('a.b')]).toEqual([second?.keyId, second?.sign('a.b')]);
});
