// Where things are, and how the project's own tools are started. Runs on Node 20 with nothing installed.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the set-up remembers lies here and goes with node_modules. */
const memory = path.join(root, 'node_modules', '.paperdesk');

export const inRoot = (...parts) => path.join(root, ...parts);

/** The project's Node (the npm package `node`), the major that Electron carries. */
export function projectNode() {
  return inRoot('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** This process's environment, with the project's tools before the system's. */
export function projectEnv(more = {}) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const tools = [path.dirname(projectNode()), inRoot('node_modules', '.bin')];
  return { ...process.env, [key]: [...tools, process.env[key] ?? ''].join(path.delimiter), ...more };
}

/** The path of the program `bin` of an installed package. */
export function tool(packageName, bin = packageName) {
  const folder = inRoot('node_modules', ...packageName.split('/'));
  const listed = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).bin;
  return path.join(folder, typeof listed === 'string' ? listed : listed[bin]);
}

/** Remembers a text under a name, or forgets it (undefined). */
export function remember(name, text) {
  if (text === undefined) return fs.rmSync(path.join(memory, name), { force: true });
  fs.mkdirSync(memory, { recursive: true });
  fs.writeFileSync(path.join(memory, name), text);
}

/** What was remembered under a name, or undefined. */
export function remembered(name) {
  try {
    return fs.readFileSync(path.join(memory, name), 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Runs a program in the project's folder and waits for it. Signals to this process reach it.
 * Gives its exit code (1 after a signal) and, unless its output is `show`n, what it wrote.
 */
export function run(command, args, { env = process.env, show = false, shell = false, limit } = {}) {
  return new Promise((resolve) => {
    const stdio = show ? 'inherit' : ['ignore', 'pipe', 'pipe'];
    const child = spawn(command, args, { cwd: root, env, stdio, shell, timeout: limit });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => (output += text));
    // A terminal sends its interrupt to the child as well: passing it on would send it twice.
    const pass = (signal) => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    const end = (code) => {
      for (const signal of signals) process.off(signal, pass);
      resolve({ code, output: stripVTControlCharacters(output) });
    };
    child.on('error', (error) => {
      output += `${error.message}\n`;
      end(127);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

/** Runs a JavaScript file on the project's Node. */
export function runOnNode(file, args = [], options = {}) {
  return run(projectNode(), [file, ...args], { ...options, env: projectEnv(options.env) });
}
