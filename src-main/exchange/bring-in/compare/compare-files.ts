import type { Incoming } from '../incoming.ts';
import type { PresentTicket } from '../present.ts';
import type { Differences } from './difference.ts';

/** Compares attachments: whether their bytes came, are those the record speaks of, and are called the same. */
export function compareFiles(theirs: Incoming, ours: PresentTicket, differences: Differences): void {
  const left = [...ours.files];
  for (const { name, record, bytes } of theirs.files) {
    const at = left.findIndex((file) =>
      record === null ? file.name === name : file.uid === record.uid || file.sha256 === record.sha256,
    );
    const found = at === -1 ? undefined : left.splice(at, 1)[0];
    if (found === undefined) differences.add('attachments', name, '', bytes === null ? 'file-by-name' : 'file-damaged');
    else if (record !== null) {
      if (found.sha256 !== record.sha256 || found.size !== record.size)
        differences.add('attachments', name, found.name, 'file-other');
      if (found.name !== name) differences.add('attachments', name, found.name, 'file-name');
      if (found.kind !== record.kind) differences.add('attachments', record.kind, found.kind, 'file-other');
    }
  }
}
