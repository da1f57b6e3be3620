import { GONE_KINDS, type GoneKind, type PreviewLine } from '../../../src-main/contract/privacy.ts';
import type { Erasing } from '../../route.svelte.ts';
import { format, t } from '../../texts/language.svelte.ts';

/** What anonymising does to each kind; deleting removes all of them. */
const ANONYMISED: Partial<Record<GoneKind, 'emptied' | 'ticket'>> = {
  tickets: 'ticket',
  messages: 'emptied',
  replies: 'emptied',
};
const isKept = (kind: GoneKind) => kind.endsWith('-kept');

/** The lines of what goes, in the order of the contract. */
export const goingOf = (lines: readonly PreviewLine[]): PreviewLine[] =>
  GONE_KINDS.filter((kind) => !isKept(kind)).flatMap((kind) => lines.filter((line) => line.kind === kind));

/** How many of a kind that stays are said beside. */
export const keptCount = (lines: readonly PreviewLine[], kind: 'fields-kept' | 'history-kept'): number =>
  lines.find((line) => line.kind === kind)?.count ?? 0;

/** "removed", "emptied", "removed, 9.4 MB". */
export function deedOf(act: Erasing['act'], { kind, bytes }: PreviewLine): string {
  const deed = t(`erase.deeds.${(act === 'anonymise' && ANONYMISED[kind]) || 'removed'}`);
  return bytes ? t('erase.deeds.bytes', { deed, bytes: format().bytes(bytes) }) : deed;
}

/** "58 records, 9.4 MB of attachments". */
export function togetherOf(lines: readonly PreviewLine[]): string {
  const records = t('erase.together', { n: lines.reduce((sum, { count }) => sum + count, 0) });
  const bytes = lines.reduce((sum, line) => sum + (line.bytes ?? 0), 0);
  return bytes > 0 ? t('erase.withBytes', { records, bytes: format().bytes(bytes) }) : records;
}
