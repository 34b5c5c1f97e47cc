import type { CustomResourceDefinitionNames } from '@klockwork/kubernetes-types';
import { type CustomResourceDefinition, type DefinitionCondition, definitionCondition } from './custom-resource-definition.ts';

type Condition = Omit<DefinitionCondition, 'lastTransitionTime'>;

/** Names that a definition receives, with its conditions. */
export interface Naming {
  readonly acceptedNames: CustomResourceDefinitionNames;
  readonly namesAccepted: Condition;
  readonly established: Condition;
}

const SINGLE = ['plural', 'singular', 'kind', 'listKind'] as const;

/**
 * Decides names against accepted names of other definitions in the group. Models `calculateNamesAndConditions` of
 * `pkg/controller/status/naming_controller.go`.
 */
export function acceptNames(definition: CustomResourceDefinition, inGroup: readonly CustomResourceDefinition[]): Naming {
  const wantedNames = definition.spec?.names ?? { plural: '', kind: '' };
  const currentNames = definition.status?.acceptedNames ?? { plural: '', kind: '' };
  const all = inGroup.map(({ status }) => status?.acceptedNames).filter((names) => names !== undefined);
  const resources = new Set(all.flatMap(({ plural, singular, shortNames = [] }) => [plural, singular, ...shortNames]));
  const kinds = new Set(all.flatMap(({ kind, listKind }) => [kind, listKind]));
  const acceptedNames = { ...currentNames, ...(wantedNames.categories && { categories: wantedNames.categories }) };
  let conflict: Condition | undefined;
  const refuse = (reason: string, message: string) => {
    conflict = { type: 'NamesAccepted', status: 'False', reason, message };
  };
  for (const name of SINGLE) {
    const [wish = '', own = ''] = [wantedNames[name], currentNames[name]];
    const usedNames = name === 'plural' || name === 'singular' ? resources : kinds;
    if (wish !== own && usedNames.has(wish)) refuse(`${name[0]?.toUpperCase()}${name.slice(1)}Conflict`, inUse(wish));
    else acceptedNames[name] = wish;
    if (name === 'singular') acceptShortNames();
  }
  return { acceptedNames, namesAccepted: conflict ?? ACCEPTED, established: establishedAfter(definition, conflict === undefined) };

  function acceptShortNames(): void {
    const own = new Set([...(currentNames.shortNames ?? []), currentNames.plural, currentNames.singular]);
    const takenNames = (wantedNames.shortNames ?? []).filter((name) => !own.has(name) && resources.has(name)).map(inUse);
    if (takenNames.length > 0)
      refuse('ShortNamesConflict', takenNames.length === 1 ? (takenNames[0] as string) : `[${takenNames.join(', ')}]`);
    else if (wantedNames.shortNames) acceptedNames.shortNames = wantedNames.shortNames;
    else delete acceptedNames.shortNames;
  }
}

const ACCEPTED: Condition = { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' };
const INITIAL = 'the initial names have been accepted';

/** Condition of a definition with accepted names. Models `pkg/controller/establish`. */
export const ESTABLISHED: Condition = { type: 'Established', status: 'True', reason: 'InitialNamesAccepted', message: INITIAL };

function establishedAfter(definition: CustomResourceDefinition, areAccepted: boolean): Condition {
  const establishedCondition = definitionCondition(definition, 'Established');
  if (establishedCondition?.status !== 'True' && areAccepted)
    return { type: 'Established', status: 'False', reason: 'Installing', message: INITIAL };
  return establishedCondition ?? { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' };
}

function inUse(name: string): string {
  return `${JSON.stringify(name)} is already in use`;
}
