import { piecesOf } from '../../components/passages.ts';

/** A text in which characters that hide or turn it round stand as their names, "[RLO]". */
export const flat = (text: string): string =>
  piecesOf(text)
    .map(({ text: part, control }) => (control ? `[${part}]` : part))
    .join('');
