import type { InputOf } from '../../contract/call.ts';
import type { exchange as calls, ImportPreview, MeantRow, PreviewTicket } from '../../contract/exchange.ts';
import type { Actor } from '../../gate.ts';
import type { Reads } from '../../store/index.ts';
import type { Applied } from '../table/index.ts';
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
  return { trouble: null, tickets: rows.map((cells) => shown(ready.prepared.apply(cells))) };
}

function shown(applied: Applied): PreviewTicket {
  if (!applied.ok) return { ...EMPTY, troubles: applied.problems };
  const { ticket } = applied;
  return {
    troubles: [],
    requester: ticket.name ?? '',
    knownBy: [...ticket.emails, ...ticket.phones, ticket.customerNumber ?? '', ticket.address ?? ''].filter(Boolean),
    subject: ticket.subject,
    message: ticket.message.slice(0, 300).toWellFormed(),
    created: ticket.created,
    category: ticket.category,
    priority: ticket.priority,
    status: ticket.status,
    replies: ticket.entries.filter(({ kind }) => kind === 'reply').length,
    notes: ticket.entries.filter(({ kind }) => kind === 'note').length,
    fields: ticket.custom,
  };
}
