import type { Priority } from '../../../src-main/contract/office.ts';

/** Colours a status of one's own can have: those of the desk's own marks, so that they stay readable on every ground. */
export const COLOURS = ['#2a4fa8', '#1c673c', '#b24a00', '#a92a20', '#6c3fa3', '#56687a', '#67665f'] as const;
export type Colour = (typeof COLOURS)[number];

/** What a priority is drawn in, by the shape of its mark. */
export const MARK_COLOURS: Record<Priority['mark'], Colour> = {
  critical: '#a92a20',
  high: '#b24a00',
  medium: '#67665f',
  low: '#67665f',
};

/** The nearest of the colours by name; grey for one the list does not have. */
export const namedColour = (colour: string): Colour => COLOURS.find((one) => one === colour) ?? '#67665f';
