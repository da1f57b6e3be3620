import type { Actor } from '../gate.ts';
import type { Jobs } from '../jobs.ts';
import { Refused } from '../store/index.ts';
import { isReadAtOpening } from './opening.ts';

/** How long after its opening a large office is looked through, in ms, and again where other work was under way. */
const AFTER = 5_000;

/**
 * An office that was too large to be read whole before it was opened is read behind the clerk's back, once. `found` hears
 * of damage, `failed` of what went wrong; the returned function ends it.
 */
export function lookThroughBehind(
  office: { path: string; journal: 'wal' | 'delete'; actor: Actor },
  jobs: Jobs,
  heard: { found(this: void, parts: string): void; failed(this: void, error: unknown): void },
  after = AFTER,
): () => void {
  if (isReadAtOpening(office.path)) return () => undefined;
  let timer: NodeJS.Timeout | null = null;
  const later = () => {
    timer = setTimeout(() => void look(), after);
    timer.unref();
  };
  const look = async () => {
    timer = null;
    if (jobs.busy) return later();
    try {
      const { path, journal, actor } = office;
      const { parts } = (await jobs.run('exchange.lookThrough', actor, {}, { path, journal })) as { parts: string[] };
      if (parts.length > 0) heard.found(parts.join(','));
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'cancelled')) heard.failed(error);
    }
  };
  later();
  return () => {
    if (timer) clearTimeout(timer);
  };
}
