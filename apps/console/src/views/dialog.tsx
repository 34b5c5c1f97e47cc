import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { TEXTS } from '../texts.ts';
import './dialog.css';

interface DialogProps {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
}

/** Modal window. Escape and the button close it, and the focus returns to where it was. */
export function Dialog({ title, close, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Runs before the element is removed: only a closed dialog gives the focus back.
  useLayoutEffect(() => {
    const { current } = ref;
    current?.showModal();
    current?.querySelector<HTMLElement>('input, select, textarea')?.focus();
    return () => current?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <button type="button" onClick={close}>
          {TEXTS.details.close}
        </button>
      </header>
      {children}
    </dialog>
  );
}
