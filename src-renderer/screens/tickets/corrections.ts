import type { InputOf } from '../../../src-main/contract/call.ts';
import type { Ticket, tickets as calls } from '../../../src-main/contract/tickets.ts';
import { toasts } from '../../components/toasts.svelte.ts';
import { desk, longWork } from '../../desk.ts';
import { office } from '../../office.svelte.ts';
import { speech, t } from '../../texts/language.svelte.ts';
import { undoing } from '../../undoing.svelte.ts';
import type { Reading } from './reading.svelte.ts';
import type { Letter } from './talk.ts';

type Correction = InputOf<typeof calls.correct>['correction'];

function say({ trackingId }: Ticket, forget: boolean): void {
  // What was forgotten has no way back.
  if (forget) toasts.show(t('rectify.done.ticketForgotten', { id: trackingId }));
  else undoing.said(t('rectify.done.ticket', { id: trackingId }));
}

/** Corrects what stands in the ticket itself, and says so. Throws DeskRefusal. */
export async function sendCorrection(
  reading: Reading,
  ticket: Ticket,
  correction: Correction,
  forget: boolean,
): Promise<true> {
  const given = { id: ticket.id, version: ticket.version, correction };
  const { version } = forget
    ? await longWork<{ version: number }>(() => desk.privacy.correctTicketAndForget(given))
    : await desk.tickets.correct(given);
  reading.took(ticket.id, { ...correction, version });
  say(ticket, forget);
  return true;
}

/** The same; false when refused, which the reader says. */
export const correctTicket = async (...given: Parameters<typeof sendCorrection>): Promise<boolean> =>
  (await given[0].change(() => sendCorrection(...given))) === true;

/** Corrects one's own reply or note. False when refused. */
export async function correctEntry(
  reading: Reading,
  ticket: Ticket,
  entry: { id: number; version: number },
  body: string,
  forget: boolean,
): Promise<boolean> {
  const given = { ...entry, body };
  const done = await reading.change(() =>
    forget
      ? longWork<{ version: number }>(() => desk.privacy.correctEntryAndForget(given))
      : desk.tickets.correctEntry(given),
  );
  if (!done) return false;
  say(ticket, forget);
  await reading.again();
  return true;
}

/** Whether the words of a letter can be corrected now by whoever sits here. */
export function mayCorrect(letter: Letter, ticket: Ticket): boolean {
  if (ticket.anonymisedAt !== null) return false;
  if (letter.kind === 'message') return office.may('edit tickets');
  const mine = letter.staff && letter.staffId !== null && letter.staffId === office.settings?.me.id;
  if (!mine || !office.may('reply to tickets')) return false;
  const minutes = office.settings?.facts.correctOwnMinutes ?? null;
  return minutes === null || (minutes > 0 && speech.now <= letter.at + minutes * 60_000);
}
