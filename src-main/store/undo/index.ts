export { CAPTURED, NOT_TAKEN_BACK } from './captured.ts';
export type { Images } from './images.ts';
export type { Kept } from './plan.ts';
export { takeBack, type TakenBack } from './take-back.ts';
export { UndoStack, type Concerned, type Direction, type Entry, type OwnWay } from './stack.ts';
