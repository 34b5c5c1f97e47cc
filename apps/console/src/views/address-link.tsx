import type { ReactNode } from 'react';
import { type Address, addressText, goTo } from '../store/address.ts';

interface AddressLinkProps {
  readonly to: Address;
  readonly title?: string;
  readonly children: ReactNode;
}

/** Link to a state of the page. */
export function AddressLink({ to, title, children }: AddressLinkProps) {
  return (
    <a
      href={addressText(to)}
      title={title}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        goTo(to);
      }}
    >
      {children}
    </a>
  );
}
