import { type FaultTarget, PROCESSES } from '../../model/fault-targets.ts';
import type { PaletteItem } from '../../model/palette.ts';
import { goTo, inView, type Selection, useAddress, VIEWS } from '../../store/address.ts';
import { ClockCommands } from '../../store/clock-commands.ts';
import { useLab, useRows } from '../../store/lab.ts';
import { TEXTS } from '../../texts.ts';

const ADVANCES = ['10s', '1m', '10m', '1h'] as const;

/** Openers of dialogs that entries lead to. */
export interface PaletteDialogs {
  readonly openHelp: () => void;
  readonly breakTarget: (target: FaultTarget) => void;
  /** Shows the end of a command for the clock. */
  readonly runClock: (command: Promise<string>) => void;
}

/** Returns all entries of the palette: views, nodes and pods, actions. */
export function usePaletteItems({ openHelp, breakTarget, runClock }: PaletteDialogs): readonly PaletteItem[] {
  const address = useAddress();
  const lab = useLab();
  const [nodes, pods] = [[...useRows('nodes').byKey.keys()], [...useRows('pods').byKey.keys()]];
  const clock = new ClockCommands(lab);
  const { keyboard, views } = TEXTS;
  const entry = (text: string, run: () => void): PaletteItem => ({ id: text, text, run });
  const object = (selection: Selection) => entry(`${selection.resource}/${selection.key}`, () => goTo({ ...address, selection }));
  const breaks = (target: FaultTarget & { readonly name: string }) => entry(keyboard.break(target.name), () => breakTarget(target));
  const { at: _, ...present } = address;
  const acts = [
    entry(keyboard.commands.step, () => runClock(clock.step())),
    entry(keyboard.pause, () => runClock(clock.write({ paused: true }))),
    entry(keyboard.resume, () => runClock(clock.write({ paused: false }))),
    ...ADVANCES.map((span) => entry(TEXTS.clock.advanceLabel(span), () => runClock(clock.advance(span)))),
    ...nodes.map((name) => breaks({ type: 'node', name })),
    ...PROCESSES.map((name) => breaks({ type: 'process', name })),
  ];
  return [
    ...VIEWS.map((view) => entry(keyboard.view(views[view]), () => goTo(inView(address, view)))),
    entry(keyboard.help.title, openHelp),
    ...(address.at === undefined ? acts : [entry(keyboard.commands.present, () => goTo(present))]),
    ...nodes.map((key) => object({ resource: 'nodes', key })),
    ...pods.map((key) => object({ resource: 'pods', key })),
  ];
}
