import type { InputOf } from '../../contract/call.ts';
import type { exchange as calls, ImportPreview, MeantRow, PreviewTicket } from '../../contract/exchange.ts';
import type { Actor } from '../../gate.ts';
import type { Reads } from '../../store/index.ts';
import { incomingOf, type Incoming } from './incoming.ts';
import { officeTerms, preparedFor } from './office-terms.ts';

const NOTHING: MeantRow = { text: '', id: null, isNew: false, unknown: false };
const EMPTY: PreviewTicket = {
  troubles: [],
  requester: '',
  knownBy: [],
  subject: '',
  message: '',
  created: null,
  category: NOTHING,
  priority: NOTHING,
  status: NOTHING,
  replies: 0,
  notes: 0,
  fields: [],
};

/** Sample rows as the tickets they would be; what is wrong with the mapping or a row is a value. */
export async function previewRows(
  db: Reads,
  _actor: Actor,
  { header, rows, mapping }: InputOf<typeof calls.preview>,
): Promise<ImportPreview> {
  const ready = preparedFor(mapping, header.length, await officeTerms(db));
  if (!ready.ok) return { trouble: ready.trouble, tickets: [] };
  const shown = rows.map((cells) => {
    const applied = ready.prepared.apply(cells);
    return applied.ok ? shownTicket(incomingOf(applied.ticket)) : shownTicket(null, applied.problems);
  });
  return { trouble: null, tickets: shown };
}

/** A ticket on its way in as it is shown before it comes; null and why where it cannot. */
export function shownTicket(ticket: Incoming | null, troubles: PreviewTicket['troubles'] = []): PreviewTicket {
  if (ticket === null) return { ...EMPTY, troubles };
  const { requester, entries } = ticket;
  const known = (requester?.knownBy ?? []).filter(({ kind }) => kind !== 'name').map(({ value }) => value);
  return {
    troubles: [],
    requester: requester?.name ?? '',
    knownBy: known,
    subject: ticket.subject,
    message: ticket.message.slice(0, 300).toWellFormed(),
    created: ticket.created,
    category: ticket.category,
    priority: ticket.priority,
    status: ticket.status,
    replies: entries.filter(({ kind }) => kind === 'reply').length,
    notes: entries.filter(({ kind }) => kind === 'note').length,
    fields: ticket.custom,
  };
}
