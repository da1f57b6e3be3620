import AxeBuilder from '@axe-core/playwright';
import type { Desk } from './desk.ts';

/**
 * What axe finds fault with on what is shown, a line each. `within` keeps it to a part of the page; `coloursOnly` is for
 * the other theme of what was judged as a whole before: nothing but colours differs.
 */
export async function axe(
  { page }: Desk,
  { within, coloursOnly = false }: { within?: string; coloursOnly?: boolean } = {},
): Promise<string[]> {
  const builder = new AxeBuilder({ page }).setLegacyMode(true);
  if (within !== undefined) builder.include(within);
  if (coloursOnly) builder.withRules(['color-contrast']);
  const { violations } = await builder.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`);
}
