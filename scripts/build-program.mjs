// npm run build: builds the program into out/ unless it is there already.
import { program, tools } from './setup/index.mjs';
import { command, say } from './setup/say.mjs';

await command(async () => {
  await tools();
  await program();
  say('out/ holds the program as its sources say.');
});
