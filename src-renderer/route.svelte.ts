import type { Filter, Sort, View } from '../src-main/contract/terms.ts';
import { whenForgotten } from './forgetting.ts';

export type Screen = 'tickets' | 'people' | 'privacy' | 'ledger' | 'settings' | 'import' | 'erase';
/** What the erase screen works on. */
export type Erasing = {
  act: 'delete' | 'anonymise';
  selection: { ids: number[] } | { filter: Filter; except: number[] } | { people: number[] };
};

/** Where the user is: one screen, and in it one view, ticket, person or section. Kept here, so that a screen left is found again as it was. */
class Route {
  screen = $state<Screen>('tickets');
  view = $state<View>('open');
  sort = $state<Sort>('changed');
  /** What narrows the present view; `text` is the box of find. */
  filter = $state.raw<Filter>({});
  ticketId = $state<number | null>(null);
  /** The ticket that was asked for by name, until its row is reached or another row is gone to. */
  sought = $state<number | null>(null);
  personId = $state<number | null>(null);
  /** Grows with each office that is opened or closed: no list goes on from one to the other. */
  begun = $state(0);
  /** Everybody, or pairs of people who may be one. */
  people = $state<'everyone' | 'doubles'>('everyone');
  section = $state('');
  erasing = $state.raw<Erasing | null>(null);
  /** Where Escape leads back to from a page over a screen. */
  #before: Screen = 'tickets';

  go(screen: Screen): void {
    if (this.screen !== 'erase' && this.screen !== 'import') this.#before = this.screen;
    this.screen = screen;
  }
  goView(view: View): void {
    this.view = view;
    this.filter = {};
    this.go('tickets');
  }
  goTicket(id: number): void {
    this.seek(id);
    this.go('tickets');
  }
  /** Opens a ticket whichever row one is at. */
  seek(id: number): void {
    this.sought = id;
    this.ticketId = id;
  }
  goPerson(id: number): void {
    this.personId = id;
    this.goPeople('everyone');
  }
  goPeople(which: 'everyone' | 'doubles'): void {
    this.people = which;
    this.go('people');
  }
  goSettings(section = ''): void {
    this.section = section;
    this.go('settings');
  }
  erase(erasing: Erasing): void {
    this.erasing = erasing;
    this.go('erase');
  }
  back(): void {
    this.erasing = null;
    this.screen = this.#before;
  }
  /** Another office: nothing of the one before stays. */
  reset(): void {
    this.begun += 1;
    this.screen = 'tickets';
    this.#before = 'tickets';
    this.view = 'open';
    this.filter = {};
    this.ticketId = null;
    this.sought = null;
    this.personId = null;
    this.people = 'everyone';
    this.section = '';
    this.erasing = null;
  }
}
export const route = new Route();
// the box of find may hold a name
whenForgotten(({ lasting }) => {
  if (lasting) route.filter = {};
});
