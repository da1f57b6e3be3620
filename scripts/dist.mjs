// npm run dist [-- arguments of electron-builder]: packages the program for this system into dist/.
import process from 'node:process';
import { requireElectron } from './setup/electron.mjs';
import { program, tools } from './setup/index.mjs';
import { runOnNode, tool } from './setup/project.mjs';
import { command, say, Stop, tail } from './setup/say.mjs';

const noConnection =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|fetch failed|getaddrinfo|proxy/i;

await command(async () => {
  await tools();
  await requireElectron('npm run dist');
  await program({ packaged: true });
  const args = process.argv.slice(2);
  const { code, output } = await runOnNode(tool('electron-builder'), ['--publish', 'never', ...args]);
  say(tail(output, 40));
  if (code === 0) return 0;
  const cut = noConnection.test(output);
  throw new Stop(
    cut
      ? 'Packaging fetches Electron and its tools from GitHub, which cannot be reached from here; run it where it can.'
      : 'The program could not be packaged; what electron-builder said stands above.',
  );
});
