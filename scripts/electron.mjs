// npm run electron: fetches Electron's binary, asking again even when an earlier fetch failed.
import { tools } from './setup/index.mjs';
import { electronVersion, requireElectron } from './setup/electron.mjs';
import { command, say } from './setup/say.mjs';

await command(async () => {
  await tools();
  await requireElectron('npm run electron', { again: true });
  say(`Electron ${electronVersion()} is here: npm start uses it from now on.`);
});
