import { fieldChanges, isBusyKind } from '@klockwork/api-machinery';
import type { Difference, LogChanges, ObjectState } from './compare.ts';
import { keyText } from './why.ts';

/** `own`: only this lab has the object. `other`: only the other one. */
export type LabDifferenceType = 'own' | 'other' | 'replaced' | 'changed' | 'confidential';

/** Object that differs between two labs. Fields: those of the other lab, then those of this one. */
export interface LabDifference extends Pick<Difference, 'text' | 'fields'> {
  readonly id: string;
  readonly type: LabDifferenceType;
}

/** Objects of one lab alone come first. */
const ORDER: readonly LabDifferenceType[] = ['own', 'other', 'replaced', 'changed', 'confidential'];

interface Both {
  readonly key: LogChanges['changes'][number]['key'];
  readonly own: ObjectState | undefined;
  readonly other: ObjectState | undefined;
}

/** Returns the objects that differ between two labs, from the changes of each since their common past. */
export function labDifferences(own: LogChanges, other: LogChanges): readonly LabDifference[] {
  const [ofOwn, ofOther] = [changesById(own), changesById(other)];
  const ids = [...new Set([...ofOwn.keys(), ...ofOther.keys()])];
  return ids
    .flatMap((id) => {
      const [here, there] = [ofOwn.get(id), ofOther.get(id)];
      const key = (here ?? there)?.key;
      if (key === undefined || isBusyKind(key)) return [];
      // A lab that did not change the object still has that of the common past.
      return differenceOf(id, { key, own: here ? here.after : there?.before, other: there ? there.after : here?.before }) ?? [];
    })
    .sort((one, two) => ORDER.indexOf(one.type) - ORDER.indexOf(two.type) || (one.text < two.text ? -1 : 1));
}

function changesById({ changes }: LogChanges) {
  return new Map(changes.map((change) => [`${change.key.group}/${keyText(change.key)}`, change]));
}

function differenceOf(id: string, { key, own, other }: Both): LabDifference | undefined {
  const text = keyText(key);
  if (own === undefined) return other && { id, text, type: 'other', fields: [] };
  if (other === undefined) return { id, text, type: 'own', fields: [] };
  if (own.object === undefined || other.object === undefined) return { id, text, type: 'confidential', fields: [] };
  const fields = fieldChanges(other.object, own.object).filter(({ path }) => !CLOCKED.test(path));
  if (own.uid !== other.uid) return { id, text, type: 'replaced', fields };
  return fields.length === 0 ? undefined : { id, text, type: 'changed', fields };
}

/** Fields that differ between any two futures, and say nothing about the object. */
const CLOCKED = /resourceVersion$|managedFields|(?:Time|Timestamp|At)$/;
