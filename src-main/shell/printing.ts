import { app, type BrowserWindow } from 'electron';
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { writeFile } from 'atomically';
import type { InputOf, OutputOf } from '../contract/call.ts';
import type { desktop } from '../contract/desktop.ts';
import { writeDown } from '../exchange/index.ts';
import { desk } from '../gate.ts';
import { Refused } from '../store/index.ts';
import type { Desktop } from './desktop.ts';
import { withEnding } from './leaving.ts';

type In<K extends keyof typeof desktop> = InputOf<(typeof desktop)[K]>;
type Printed = OutputOf<typeof desktop.print>;
/** Pages of a PDF as Chromium writes it: one page object a page. */
const pagesOf = (pdf: Buffer) => (pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length;

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
export function printCalls({ offices, dialogs, printing, tellProgress }: Desktop) {
  return {
    print: desk('print', async (actor, { selection, to, parts }: In<'print'>): Promise<Printed> => {
      const open = offices.current;
      if (!open || !actor) throw new Refused('no-office');
      const chosen =
        to === 'pdf'
          ? await dialogs.save({
              defaultPath: join(app.getPath('documents'), 'tickets.pdf'),
              filters: [{ name: 'PDF', extensions: ['pdf'] }],
            })
          : '';
      if (chosen === null) return null;
      const written = await printing.draw({ selection, parts }, async (window) => {
        const pdf = await toPdf(window);
        const facts = {
          pages: pagesOf(pdf),
          bytes: pdf.length,
          sha256: createHash('sha256').update(pdf).digest('hex'),
        };
        if (to === 'printer')
          return (await toPrinter(window)) ? { ...facts, destination: '', fileName: '', sha256: '' } : null;
        const destination = withEnding(chosen, '.pdf');
        await writeFile(destination, pdf, { mode: 0o600 });
        return { ...facts, destination, fileName: basename(destination) };
      });
      if (!written) return null;
      const { pages, bytes, sha256, destination, fileName } = written;
      const kind = to === 'pdf' ? ('pdf' as const) : ('print' as const);
      await open.store.write((tx) =>
        writeDown(tx, actor, { kind, selection, parts, pages, bytes, sha256, destination }),
      );
      return { pages, sha256, fileName };
    }),
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
