/** English texts of the tour. */
export const GUIDE_TEXTS = {
  tour: {
    title: 'Tour',
    offer: 'New here? Break a node, find out why pods move, go back in time, and do better: five minutes.',
    start: 'Start the tour',
    refuse: 'Not now',
    leave: 'Leave the tour',
    finish: 'End the tour',
    place: (step: number, steps: number) => `${step} of ${steps}.`,
    create: 'Create three pods',
    copy: 'Copy the command',
    steps: {
      pods: () => 'A cluster runs pods on nodes. Create some, and watch them start on the map.',
      break: () => 'Select a node that has pods, and cut its power.',
      see: (node: string) =>
        `Nothing happens at once. Advance the clock by 10 minutes, and open the timeline: when is ${node} NotReady, when do its pods move?`,
      why: (node: string) => `Ask why: select ${node} or a bar, and open its causes as a graph. Each step has its time and its cause.`,
      back: (node: string) =>
        `Open the timeline again, and drag the cursor to a moment before ${node} lost its power. The whole page shows that moment.`,
      fork: () => 'Another future can begin here, in a second lab with the same past. Copy its command for a terminal.',
      better: (node: string) =>
        `Do better: go back to the present, and restore the power of ${node}. In the fork, restore it within five minutes of lab time: then no pod moves. Compare shows both labs side by side.`,
    },
    end: 'You broke a node, saw what followed, asked why, went back, and repaired it. A drill breaks a cluster of its own, and judges what you do.',
    drill: 'Play a drill',
  },
} as const;
