import { ageColumn, createdAtColumn, nameColumn } from '../generic/columns.ts';
import type { PrinterColumn } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import type { Binding } from './binding.ts';
import type { Subject } from './rbac.ts';

export const roleColumns: readonly PrinterColumn<KubeObject>[] = [nameColumn, createdAtColumn];

/** Columns of a binding; wide ones list subjects. Models `printRoleBinding`. */
export const bindingColumns: readonly PrinterColumn<Binding>[] = [
  nameColumn,
  {
    name: 'Role',
    type: 'string',
    description: 'The role that is given',
    cell: ({ roleRef }) => `${roleRef?.kind ?? ''}/${roleRef?.name ?? ''}`,
  },
  ageColumn,
  subjectsColumn('Users', ({ kind, name }) => (kind === 'User' ? name : undefined)),
  subjectsColumn('Groups', ({ kind, name }) => (kind === 'Group' ? name : undefined)),
  subjectsColumn('ServiceAccounts', ({ kind, namespace = '', name }) => (kind === 'ServiceAccount' ? `${namespace}/${name}` : undefined)),
];

function subjectsColumn(name: string, nameOf: (subject: Subject) => string | undefined): PrinterColumn<Binding> {
  return {
    name,
    type: 'string',
    priority: 1,
    description: `${name} that the role is given to`,
    cell: ({ subjects }) => (subjects ?? []).flatMap((subject) => nameOf(subject) ?? []).join(', '),
  };
}
