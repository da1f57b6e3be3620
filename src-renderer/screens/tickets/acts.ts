import type { Selection } from '../../../src-main/contract/terms.ts';
import type { InputOf } from '../../../src-main/contract/call.ts';
import type { Ticket, tickets as calls } from '../../../src-main/contract/tickets.ts';
import { toasts } from '../../components/toasts.svelte.ts';
import { desk } from '../../desk.ts';
import { failures } from '../../failures.svelte.ts';
import { office } from '../../office.svelte.ts';
import { route, type Erasing } from '../../route.svelte.ts';
import { t } from '../../texts/language.svelte.ts';
import type { Reading } from './reading.svelte.ts';
import type { ShownList } from './shown-list.svelte.ts';
import { rowsOf } from './selected-rows.ts';
import { ToldWork } from '../../told-work.svelte.ts';
import { undoing } from '../../undoing.svelte.ts';

type Change = InputOf<typeof calls.change>['change'];
/** Of more than so many selected ones it is not looked up whether any is open. */
const MOST_LOOKED_AT = 2_000;

/** What an act is for: the ticket in the reader, or the tickets whose boxes are on. */
export type Target =
  | { many: false; ticket: Ticket; selection: { ids: number[] }; count: 1 }
  | { many: true; selection: Selection; count: number };

/** What can be done to the open ticket or to the selected ones, with the way back. */
export class TicketActs {
  readonly #shown: ShownList;
  readonly #reading: Reading;
  /** Gives the list the focus after a ticket went out of the way. */
  readonly #toList: () => void;

  constructor(shown: ShownList, reading: Reading, toList: () => void) {
    this.#shown = shown;
    this.#reading = reading;
    this.#toList = toList;
  }

  get target(): Target | null {
    const selection = this.#shown.chosenSelection;
    if (selection) return { many: true, selection, count: this.#shown.chosenCount };
    const { ticket } = this.#reading;
    return ticket && { many: false, ticket, selection: { ids: [ticket.id] }, count: 1 };
  }

  /** The same once the ticket one went to is open: an act is never done to the one before it. */
  async #aimed(): Promise<Target | null> {
    if (!this.#shown.chosenSelection) {
      await this.#shown.whenArrived();
      await this.#reading.arrived();
    }
    return this.target;
  }
  /** Asks about what an act is for: at once where it is open, otherwise once it is. False where there is nothing. */
  about(ask: (target: Target) => unknown): unknown {
    if (!this.#shown.chosenSelection && !(this.#shown.arrived && this.#reading.has(route.ticketId)))
      return this.#aimed().then((target) => target && ask(target));
    const { target } = this;
    return target ? ask(target) : false;
  }

  /** "7QH-M2D-9TXA", "3 tickets". */
  nameOf(target: Target): string {
    return target.many ? t('common.tickets', { n: target.count }) : target.ticket.trackingId;
  }

  /** Changes what an act is for and says so, with the way back. True when it was done. */
  async change(change: Change, saying: (target: Target) => string): Promise<boolean> {
    const target = await this.#aimed();
    return target !== null && this.#changeThat(target, change, saying);
  }
  async #changeThat(target: Target, change: Change, saying: (target: Target) => string): Promise<boolean> {
    const done = target.many ? await this.#changeMany(target, change) : await this.#changeOne(target.ticket, change);
    if (done) undoing.said(saying(target));
    return done !== undefined;
  }

  async #changeOne({ id, version }: Ticket, change: Change): Promise<object | undefined> {
    const changed = await this.#reading.change(() => desk.tickets.change({ id, version, change }));
    if (changed) this.#reading.took(id, { ...shownOf(change), version: changed.version });
    return changed;
  }

  async #changeMany({ selection, count: n }: Target, change: Change): Promise<object | undefined> {
    const changed = await toasts.during(
      t('tickets.done.working', { n }),
      () => failures.watch(() => desk.tickets.changeMany({ selection, change })),
      new ToldWork('tickets.changeMany'),
    );
    if (changed) this.#shown.list.selection.clear();
    return changed;
  }

  /** Closes, or opens again what is closed; many are opened again only when all of them are closed. */
  async closeOrReopen(): Promise<void> {
    const target = await this.#aimed();
    if (!target) return;
    const closing = target.many ? await this.#anyOpen(target.selection) : target.ticket.open;
    const status = office.settings?.statuses.find(({ role }) => role === (closing ? 'resolved' : 'waiting'));
    if (!status) return;
    const done = await this.#changeThat(target, { statusId: status.id }, (it) =>
      it.many
        ? t(closing ? 'tickets.done.closed' : 'tickets.done.reopened', { n: it.count })
        : t(closing ? 'tickets.done.closedOne' : 'tickets.done.reopenedOne', { id: it.ticket.trackingId }),
    );
    if (done) this.#passOn(target);
  }

  async #anyOpen(selection: Selection): Promise<boolean> {
    const { source } = this.#shown;
    if (!source) return false;
    const rows = await failures.watch(() => rowsOf(selection, MOST_LOOKED_AT));
    return !rows || rows.some(({ open }) => open);
  }

  /** The next ticket comes after one that was closed here. */
  #passOn(target: Target): void {
    if (!target.many) this.#shown.passOn(target.ticket.id);
    this.#toList();
  }

  /** After "Save and close" of the reply box. */
  closed(ticket: Ticket): void {
    this.#shown.passOn(ticket.id);
    this.#toList();
  }

  assignTo = (ownerId: number | null) =>
    this.change({ ownerId }, (it) => {
      const owner = office.staff(ownerId);
      const what = this.nameOf(it);
      return owner ? t('tickets.done.owner', { what, name: owner.name }) : t('tickets.done.noOwner', { what });
    });
  assignToMe = () => this.assignTo(office.settings?.me.id ?? null);
  setStatus = (statusId: number) => this.change({ statusId }, this.#named('status', office.status(statusId)?.name));
  setPriority = (priorityId: number) =>
    this.change({ priorityId }, this.#named('priority', office.priority(priorityId)?.name));
  setCategory = (categoryId: number) =>
    this.change({ categoryId }, this.#named('category', office.category(categoryId)?.name));
  #named(what: 'status' | 'priority' | 'category', name = ''): (target: Target) => string {
    return (it) => t(`tickets.done.${what}`, { what: this.nameOf(it), name });
  }

  setDue = (dueAt: number | null, date: string) =>
    this.change({ dueAt }, (it) => {
      const what = this.nameOf(it);
      return dueAt === null ? t('tickets.done.noDue', { what }) : t('tickets.done.due', { what, date });
    });

  /** Puts the mark on; takes it off where the open ticket has it. */
  async mark(): Promise<void> {
    const target = await this.#aimed();
    if (!target) return;
    const tagged = target.many || !target.ticket.tagged;
    const word = tagged ? 'tickets.done.tagged' : 'tickets.done.untagged';
    await this.#changeThat(target, { tagged }, (it) => t(word, { what: this.nameOf(it) }));
  }
  async lock(): Promise<void> {
    const target = await this.#aimed();
    if (!target) return;
    const locked = target.many || !target.ticket.locked;
    const word = locked ? 'tickets.done.locked' : 'tickets.done.unlocked';
    await this.#changeThat(target, { locked }, (it) => t(word, { what: this.nameOf(it) }));
  }

  markRead = (unread: boolean) =>
    this.change({ unread }, (it) => t(unread ? 'tickets.done.unread' : 'tickets.done.read', { what: this.nameOf(it) }));

  async copyId(): Promise<void> {
    const target = await this.#aimed();
    if (!target || target.many) return;
    const { ticket } = target;
    await failures.watch(() => desk.desktop.copy({ text: ticket.trackingId }));
    toasts.show(t('tickets.done.copied', { id: ticket.trackingId }));
  }

  /** Goes to the page that shows what would go; nothing is touched before. */
  erase(act: Erasing['act']): unknown {
    return this.about(({ selection }) =>
      route.erase({
        act,
        selection: 'ids' in selection ? selection : { filter: selection.filter, except: [...(selection.except ?? [])] },
      }),
    );
  }
}

/** What a change shows at once on the ticket in the reader. */
const shownOf = ({ unread: _unread, ...change }: Change): Partial<Ticket> => {
  const status = change.statusId === undefined ? undefined : office.status(change.statusId);
  return status ? { ...change, open: status.open } : change;
};
