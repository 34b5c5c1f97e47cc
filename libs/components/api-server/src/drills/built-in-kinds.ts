import type { FieldError } from '@klockwork/api-machinery';
import { readDrill } from '@klockwork/drills';
import { allKinds, type DrillObject, drillKind, type KindDefinition } from '@klockwork/resources';
import { drillNames } from './drill-names.ts';

const { strategy } = drillKind;

/** Drill with the checks of its file: references, expressions, durations, windows. The package of kinds has no reader of drills. */
const checkedDrillKind: KindDefinition<DrillObject> = {
  ...drillKind,
  strategy: {
    ...strategy,
    validate: (drill) => [...strategy.validate(drill), ...specErrors(drill)],
    validateUpdate: (next, previous) => [...strategy.validateUpdate(next, previous), ...specErrors(next)],
  },
};

/** All built-in kinds, with the rules that need more than one package of the domain. */
// biome-ignore lint/suspicious/noExplicitAny: see allKinds.
export const builtInKinds: readonly KindDefinition<any>[] = allKinds.map((kind) => (kind === drillKind ? checkedDrillKind : kind));

function specErrors({ spec }: DrillObject): readonly FieldError[] {
  const drill = { apiVersion: 'klockwork.dev/v1alpha1', kind: 'Drill', metadata: { name: 'drill' }, ...(spec !== undefined && { spec }) };
  const read = readDrill(drill, drillNames(drill));
  return 'errors' in read ? read.errors : [];
}
