export { CAPTURED, NOT_TAKEN_BACK } from './captured.ts';
export { touchedBy, type DeedSeen, type Images } from './images.ts';
export type { Kept } from './plan.ts';
export { takeBack, type TakenBack } from './take-back.ts';
export { UndoStack, type Act, type Concerned, type Direction, type Entry, type OwnWay } from './stack.ts';
