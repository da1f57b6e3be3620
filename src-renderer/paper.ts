import { mount } from 'svelte';
import Paper from './print/Paper.svelte';
import './styles/index.css';
import './print/paper.css';

/** The page that nobody sees and the printer gets; its address says which print it is. */
const target = document.getElementById('app');
const token = /^#([0-9a-f]{32})$/.exec(location.hash)?.[1];
if (!target || token === undefined) throw new Error('no print to draw');
mount(Paper, { target, props: { token } });
