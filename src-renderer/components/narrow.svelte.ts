import { MediaQuery } from 'svelte/reactivity';

const query = new MediaQuery('max-width: 1100px');

/** Whether the window is so narrow that rare acts stand behind the dots (`styles/narrow.css`). */
export const narrow = {
  get now(): boolean {
    return query.current;
  },
};
