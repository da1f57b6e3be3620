// The programs of others that judge what the desk writes.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const servers = process.platform === 'linux' ? ['mariadbd', 'psql'] : [];
const judges = ['sqlite3', 'pdftotext', 'soffice', ...servers];

/** The judges that are not in PATH. */
export function missingJudges() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const endings = process.platform === 'win32' ? ['.exe', '.com', '.bat', '.cmd'] : [''];
  const here = (name) => folders.some((folder) => endings.some((end) => fs.existsSync(path.join(folder, name + end))));
  return judges.filter((name) => !here(name));
}
