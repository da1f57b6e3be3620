import type { DoublePair } from '../../../../src-main/contract/people.ts';
import { format, t } from '../../../texts/language.svelte.ts';

const KINDS = ['email', 'phone', 'number', 'name', 'address', 'ip'] as const;
const FEW = 3;

/** What two people share now: "hartley@post.example"; what it was when they were noted, where that is gone. */
export function sharedInWords({ shared, kind }: DoublePair): string {
  if (shared.length > 0)
    return format().list(
      shared.map(({ value }) => value),
      FEW,
    );
  const what = t(`people.doubles.what.${KINDS.find((known) => known === kind) ?? 'other'}`);
  return t('rectify.doubles.sharedThen', { what });
}
