import { type PersistentVolume, resources } from '@klockwork/resources';
import type { Invariant } from './invariant.ts';
import { isOf } from './is-of.ts';

/** Invariant of volumes: data of one claim never reaches another. Users may clear the reference of a released volume. */
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
