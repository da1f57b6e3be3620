import type { BrowserWindow } from 'electron';
import type { InputOf, OutputOf } from '../contract/call.ts';
import { MOST_PRINTED, type desktop, type LedgerPaper, type Paper, type TicketPaper } from '../contract/desktop.ts';
import type { Selection } from '../contract/terms.ts';
import { leave, nextCopy, takeBack, writeDown } from '../exchange/index.ts';
import { desk, type Actor } from '../gate.ts';
import { Refused, type Store } from '../store/index.ts';
import { selectedIds } from '../tickets/index.ts';
import type { Desktop } from './desktop.ts';

type In<K extends keyof typeof desktop> = InputOf<(typeof desktop)[K]>;
type Printed = OutputOf<typeof desktop.print>;
/** Paper that has no number yet. */
type Unnumbered = Omit<TicketPaper, 'copyNumber'> | Omit<LedgerPaper, 'copyNumber'>;
const PAGE = Buffer.from('/Type /Page');

/** Pages of a PDF as Chromium writes it: one page object a page, beside those that list them (`/Pages`). */
function pagesOf(pdf: Buffer): number {
  let pages = 0;
  for (let at = pdf.indexOf(PAGE); at >= 0; at = pdf.indexOf(PAGE, at + PAGE.length))
    if (pdf[at + PAGE.length] !== 's'.charCodeAt(0)) pages += 1;
  return pages;
}

const toPdf = (window: BrowserWindow) =>
  window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true, generateTaggedPDF: true });

const toPrinter = (window: BrowserWindow) =>
  new Promise<boolean>((resolve, reject) => {
    window.webContents.print({ silent: false, printBackground: true }, (done, reason) => {
      if (done) resolve(true);
      else if (/cancel/i.test(reason)) resolve(false);
      else reject(new Refused('refused', { reason: 'printer' }));
    });
  });

/** Calls that print. Each print and each PDF is a line in the ledger; a cancelled one is none. */
export function printCalls({ leavings, printing, tellProgress }: Desktop) {
  /** Highest number given out for each office since it was opened: two papers drawn at once have two. */
  const given = new WeakMap<object, number>();
  async function numbered(store: Store, paper: Unnumbered): Promise<Paper> {
    const copyNumber = Math.max(await nextCopy(store.db), (given.get(store) ?? 0) + 1);
    given.set(store, copyNumber);
    return { ...paper, copyNumber };
  }

  /** The tickets a selection stands for now: these and no others are printed, whatever comes in at the dialog. */
  async function toPrint(actor: Actor | null, selection: Selection): Promise<Selection> {
    if (!actor) throw new Refused('no-office');
    const ids = await selectedIds(leavings.office().store.db, actor, selection);
    if (ids.length === 0) throw new Refused('not-found', { reason: 'ticket' });
    if (ids.length > MOST_PRINTED) throw new Refused('too-large', { reason: 'too-many-printed', most: MOST_PRINTED });
    return { ids };
  }

  async function print(actor: Actor | null, to: 'printer' | 'pdf', name: string, wanted: Unnumbered): Promise<Printed> {
    const { store } = leavings.office();
    if (!actor) throw new Refused('no-office');
    const place =
      to === 'pdf' ? await leavings.place({ folder: 'documents', name, kind: { name: 'PDF', ending: '.pdf' } }) : null;
    if (to === 'pdf' && !place) return null;
    try {
      const paper = await numbered(store, wanted);
      const { copyNumber } = paper;
      return await printing.draw(paper, async (window) => {
        const pdf = await toPdf(window);
        const pages = pagesOf(pdf);
        const line = { copyNumber, pages, parts: ['ledger'], folder: '', ...(paper.of === 'tickets' && paper) };
        const selection = paper.of === 'tickets' ? paper.selection : null;
        if (place) {
          const { sha256, fileName } = await leave(store, actor, place, { ...line, kind: 'pdf' }, (file) => {
            file.write(pdf);
            return Promise.resolve({ selection, told: {} });
          });
          return { pages, copyNumber, sha256, fileName };
        }
        // before the paper comes out: after a power cut a line too many is the lesser wrong
        const written = await store.write((tx) =>
          writeDown(tx, actor, { ...line, kind: 'print', selection, destination: '' }),
        );
        let printed = false;
        try {
          printed = await toPrinter(window);
        } finally {
          if (!printed) await store.write((tx) => takeBack(tx, written.id));
        }
        return printed ? { pages, copyNumber, sha256: '', fileName: '' } : null;
      });
    } finally {
      if (place) leavings.end(place);
    }
  }

  return {
    print: desk('print', async (actor, { to, ...paper }: In<'print'>) =>
      print(actor, to, 'tickets.pdf', { of: 'tickets', ...paper, selection: await toPrint(actor, paper.selection) }),
    ),
    printLedger: desk('view the ledger', (actor, { to, filter }: In<'printLedger'>) =>
      print(actor, to, 'what-left.pdf', { of: 'ledger', filter }),
    ),
    paper: desk('print', (_actor, { token }: In<'paper'>) => Promise.resolve(printing.paper(token))),
    paperProgress: desk('print', (_actor, { token, done, total }: In<'paperProgress'>) => {
      tellProgress({ job: token, step: 'paper', done, total });
      return Promise.resolve(null);
    }),
    paperReady: desk('print', (_actor, { token, ok }: In<'paperReady'>) => {
      printing.drawn(token, ok);
      return Promise.resolve(null);
    }),
  };
}
