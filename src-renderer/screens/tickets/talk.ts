import type { AttachmentFacts, OpenedEntry, Ticket } from '../../../src-main/contract/tickets.ts';
import type { Channel } from '../../../src-main/contract/terms.ts';
import { office } from '../../office.svelte.ts';
import { t } from '../../texts/language.svelte.ts';

/** One letter of the conversation: the message, a reply or a note. */
export type Letter = {
  key: string;
  /** The reply or note it is; null for the message. */
  entry: { id: number; version: number } | null;
  kind: 'message' | 'reply' | 'note';
  staff: boolean;
  name: string;
  /** False where nobody is known: the ring of nobody stands for them. */
  known: boolean;
  staffId: number | null;
  channel: Channel;
  body: string;
  /** Bytes of a body that is not here yet. */
  leftOut: number;
  at: number;
  editedAt: number | null;
  /** Of staff, who wrote down what the person said. */
  takenDownBy: string | null;
  files: readonly AttachmentFacts[];
};

/** Newest letters that stand open; the older ones are folded to a line. */
export const OPEN_LETTERS = 3;

/** The conversation of a ticket, oldest first. */
export function lettersOf(ticket: Ticket): Letter[] {
  const requester = ticket.people.find(({ role }) => role === 'requester');
  const unnamed = ticket.anonymisedAt === null ? t('tickets.someone') : t('tickets.removed');
  const message: Letter = {
    key: 'message',
    entry: null,
    kind: 'message',
    staff: false,
    name: requester?.name || unnamed,
    known: Boolean(requester?.name),
    staffId: null,
    channel: ticket.channel,
    body: ticket.message,
    leftOut: 0,
    at: ticket.createdAt,
    editedAt: ticket.history.findLast(({ what }) => what === 'message')?.at ?? null,
    takenDownBy: office.staff(ticket.writtenBy)?.name ?? null,
    files: ticket.attachments.filter(({ entryId }) => entryId === null),
  };
  return [message, ...ticket.entries.map((entry) => letterOf(entry, unnamed))];
}

const letterOf = (entry: OpenedEntry, unnamed: string): Letter => ({
  key: String(entry.id),
  entry: { id: entry.id, version: entry.version },
  kind: entry.kind,
  staff: entry.authorKind === 'staff',
  name: entry.author || unnamed,
  known: entry.author !== '',
  staffId: entry.staffId,
  channel: entry.channel,
  body: entry.body,
  leftOut: entry.leftOut,
  at: entry.createdAt,
  editedAt: entry.editedAt,
  takenDownBy: null,
  files: entry.attachments,
});

const LETTER = /[\p{L}\p{N}]/u;
/** Scripts that put no space between words. */
const UNSPACED = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;

/**
 * Where words stand in a text, case aside, as [from, to) offsets in UTF-16 units; only where a word begins, so that
 * "or" is not marked in "door".
 */
export function marksIn(text: string, words: readonly string[]): [number, number][] {
  if (words.length === 0) return [];
  const any = words.map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|');
  return Array.from(text.matchAll(new RegExp(any, 'giu')))
    .filter(({ 0: word, index }) => UNSPACED.test(word) || !LETTER.test(text.charAt(index - 1)))
    .map(({ 0: word, index }) => [index, index + word.length]);
}

/** "replied by letter", "by mail"; nothing for a note. */
export function howOf({ kind, staff, channel }: Letter): string {
  if (kind === 'note') return '';
  const how = t(`terms.cameBy.${channel}`);
  return staff ? t('tickets.talk.replied', { how }) : how;
}
