// TypeScript reads components as the linter's parser translates them, so that all files are checked as one program.
// Without it that program, and all it knows, is made anew for each component: twice the time.
import process from 'node:process';

process.env.SVELTE_ESLINT_PARSER_EXPERIMENTAL_TS_SYS_HOOK = '1';
