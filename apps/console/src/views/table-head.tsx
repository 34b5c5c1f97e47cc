import type { ReactNode } from 'react';

interface TableHeadProps {
  /** Unique names of the columns. */
  readonly names: readonly string[];
  /** Cells after the named columns. */
  readonly children?: ReactNode;
}

/** Head of a table: one row with the names of its columns. */
export function TableHead({ names, children }: TableHeadProps) {
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
        {children}
      </tr>
    </thead>
  );
}
