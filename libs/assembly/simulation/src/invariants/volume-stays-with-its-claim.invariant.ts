import { type PersistentVolume, resources } from '@klockwork/resources';
import type { Invariant } from './invariant.ts';
import { isOf } from './is-of.ts';

/** Of volumes: what one claim wrote is nobody else's. A person may clear the reference of a released one. */
export const volumeStaysWithItsClaim: Invariant = {
  name: 'volume-stays-with-its-claim',
  statement: 'a volume that one claim got is never given to another',
  watch: () => {
    return ({ event, previous }) => {
      if (!isOf(event, resources.persistentVolumes) || event.change !== 'updated') return undefined;
      const before = (previous as PersistentVolume | undefined)?.spec?.claimRef?.uid;
      const after = (event.object as PersistentVolume).spec?.claimRef?.uid;
      return before === undefined || after === undefined || before === after ? undefined : `given from ${before} to ${after}`;
    };
  },
};
