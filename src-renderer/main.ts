import { mount } from 'svelte';
import App from './App.svelte';
import Paper from './print/Paper.svelte';
import './styles/index.css';
import './print/paper.css';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no place for the window');
// the same page draws paper, in a window that nobody sees
const token = /^#paper=([0-9a-f]{32})$/.exec(location.hash)?.[1];
if (token === undefined) mount(App, { target });
else mount(Paper, { target, props: { token } });
