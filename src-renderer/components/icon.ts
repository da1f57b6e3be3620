import type Circle from '@lucide/svelte/icons/circle';

/** An icon as a component is given one. Not from the library's index, which names 4,000 files to be read by each check. */
export type AnyIcon = typeof Circle;
