import { useEffect, useEffectEvent, useState } from 'react';
import type { FaultTarget } from '../../model/fault-targets.ts';
import { commandOf, type KeyCommand } from '../../model/keys.ts';
import { goTo, inView, useAddress } from '../../store/address.ts';
import { ClockCommands } from '../../store/clock-commands.ts';
import { useLab } from '../../store/lab.ts';
import { TEXTS } from '../../texts.ts';
import { FaultDialog } from '../faults/fault-dialog.tsx';
import { focusFirstItem, focusView, moveFocus } from './arrow-focus.ts';
import { HelpDialog } from './help-dialog.tsx';
import { PaletteDialog } from './palette-dialog.tsx';
import './keyboard.css';

type Overlay = 'palette' | 'help' | FaultTarget;

const FIELDS = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]';
/** Elements with keys of their own, such as editors and terminals. */
const OWN_KEYS = '[contenteditable], .xterm, .editor';

/** Keys of the page, the palette, and the help. */
export function Keyboard() {
  const [opened, setOpened] = useState<Overlay | undefined>();
  const [problem, setProblem] = useState('');
  const runClock = (command: Promise<string>) =>
    void command.then(
      () => setProblem(''),
      (error: Error) => setProblem(error.message),
    );
  const dialogs = { openHelp: () => setOpened('help'), breakTarget: setOpened, runClock };
  useKeys(setOpened, runClock);
  const close = () => setOpened(undefined);
  return (
    <>
      <button type="button" className="commands" onClick={() => setOpened('palette')}>
        {TEXTS.keyboard.open} <kbd>{TEXTS.keyboard.openKey}</kbd>
      </button>
      <button type="button" aria-label={TEXTS.keyboard.help.title} onClick={() => setOpened('help')}>
        ?
      </button>
      {problem !== '' && <span role="alert">{problem}</span>}
      {opened === 'palette' && <PaletteDialog dialogs={dialogs} close={close} />}
      {opened === 'help' && <HelpDialog close={close} />}
      {typeof opened === 'object' && <FaultDialog target={opened} close={close} />}
    </>
  );
}

function useKeys(open: (opened: Overlay) => void, runClock: (command: Promise<string>) => void): void {
  const address = useAddress();
  const lab = useLab();
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const { target } = event;
    if (event.defaultPrevented || document.querySelector('dialog[open]') !== null || !(target instanceof Element)) return;
    const command = commandOf(event, target.matches(FIELDS) || target.closest(OWN_KEYS) !== null);
    if (command === undefined ? moveFocus(event.key) : perform(command)) event.preventDefault();
  });
  /** Returns false for a command without an effect here. */
  const perform = (command: KeyCommand): boolean => {
    const { selection, at, ...rest } = address;
    const moment = at === undefined ? {} : { at };
    switch (command) {
      case 'palette':
      case 'help':
        open(command);
        return true;
      case 'search':
        if (!focusView('input[type=search]')) open('palette');
        return true;
      case 'close':
        if (selection !== undefined) goTo({ ...rest, ...moment });
        return selection !== undefined;
      case 'present':
        goTo({ ...rest, ...(selection !== undefined && { selection }) });
        return true;
      case 'pause':
      case 'step':
        if (at === undefined) runClock(clockCommand(command, new ClockCommands(lab), lab.time?.report.mode === 'Paused'));
        return at === undefined;
      default:
        goTo(inView(address, command));
        requestAnimationFrame(() => requestAnimationFrame(focusFirstItem));
        return true;
    }
  };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}

function clockCommand(command: 'pause' | 'step', clock: ClockCommands, isPaused: boolean): Promise<string> {
  return command === 'step' ? clock.step() : clock.write({ paused: !isPaused });
}
